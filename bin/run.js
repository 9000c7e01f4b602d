#!/usr/bin/env node
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(`promote needs Node 22.19 or later; this is ${process.version}.\n`)
  process.exit(1)
}
const root = process.getBuiltinModule('node:path').dirname(import.meta.dirname)
const argv = process.argv.slice(2)
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
  const { name, version } = readJson('package.json')
  process.stdout.write(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}\n`)
} else {
  const { keepCompiledCode } = await import('./compile-cache.js')
  keepCompiledCode()
  const [pjson, manifest] = ['package.json', 'oclif.manifest.json'].map(readJson)
  const load = process.getBuiltinModule('node:module').createRequire(import.meta.url)
  const { start } = load('../dist/start.cjs')
  await start(argv, { root, pjson, manifest })
  // All is closed by now; where all is written too, taking the heap apart would only take time.
  if (process.stdout.writableLength + process.stderr.writableLength === 0) process.exit()
}

function readJson(name) {
  return JSON.parse(process.getBuiltinModule('node:fs').readFileSync(`${root}/${name}`, 'utf8'))
}
