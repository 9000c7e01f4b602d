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
  const { bundleLoader } = await import('./bundle-loader.js')
  const [pjson, manifest] = ['package.json', 'oclif.manifest.json'].map(readJson)
  const { start } = bundleLoader(useOf(argv, manifest))(`${root}/dist/start.cjs`)
  await start(argv, { root, pjson, manifest })
  // All is closed by now; where all is written too, taking the heap apart would only take time.
  if (process.stdout.writableLength + process.stderr.writableLength === 0) process.exit()
}

/** The command that is named, roughly: only what code is kept under depends on it. */
function useOf(argv, { commands }) {
  if (argv.includes('--help')) return 'help'
  const words = argv.filter((word) => !word.startsWith('-'))
  const ids = words.flatMap((word, index) => [`${word}:${words[index + 1]}`, word])
  return ids.find((id) => Object.hasOwn(commands, id)) ?? 'promote'
}

function readJson(name) {
  return JSON.parse(process.getBuiltinModule('node:fs').readFileSync(`${root}/${name}`, 'utf8'))
}
