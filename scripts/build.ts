// Bundles the commands and the start file into dist/. Options: --clean builds from nothing.
import { createHash } from 'node:crypto'
import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { type BuildOptions, type BuildResult, build, type OutputFile } from 'esbuild'
import { lazyCommonJs } from './lazy-commonjs.ts'
import { bundledLicenses } from './licenses.ts'

const root = path.dirname(import.meta.dirname)
const output = path.join(root, 'dist')
const recordFile = path.join(root, '.cache', 'build.json')

/** What the last build read and wrote: paths from the checkout's folder. */
interface BuildRecord {
  readonly entries: readonly string[]
  /** Digest of each file that went in. */
  readonly inputs: Readonly<Record<string, string>>
  readonly outputs: readonly string[]
}

function options(entries: readonly string[]): BuildOptions {
  return {
    absWorkingDir: root,
    entryPoints: [...entries],
    outbase: 'src',
    outdir: 'dist',
    entryNames: '[dir]/[name]',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    // None but Node's own conditions: the bundle is to hold what Node would load without it.
    conditions: [],
    plugins: [lazyCommonJs()],
    minifySyntax: true,
    minifyWhitespace: true,
    // Node prints the line of an error that nobody caught: it should not be the whole file.
    lineLimit: 160,
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'warning',
    // Bundled CommonJS asks for Node's own modules through require, and for its own place: ES modules have neither.
    banner: {
      js: [
        "import { createRequire as requireFrom } from 'node:module';",
        "import { fileURLToPath as pathFrom } from 'node:url';",
        'const require = requireFrom(import.meta.url);',
        "const __filename = pathFrom(import.meta.url), __dirname = pathFrom(new URL('.', import.meta.url));",
      ].join(' '),
    },
  }
}

function digestOf(file: string): string {
  return existsSync(path.join(root, file))
    ? createHash('sha256')
        .update(readFileSync(path.join(root, file)))
        .digest('hex')
    : 'absent'
}

function readRecord(): BuildRecord | undefined {
  return existsSync(recordFile) ? (JSON.parse(readFileSync(recordFile, 'utf8')) as BuildRecord) : undefined
}

function isFresh(record: BuildRecord, entries: readonly string[]): boolean {
  return (
    record.entries.join() === entries.join() &&
    record.outputs.every((file) => existsSync(path.join(root, file))) &&
    Object.entries(record.inputs).every(([file, digest]) => digestOf(file) === digest)
  )
}

/**
 * Puts the files in place one by one, chunks before the entries that name them, and leaves the
 * chunks of the build before: a process that runs from that one may still load them.
 */
function place(files: readonly OutputFile[], previous: readonly string[]): void {
  const isChunk = (file: OutputFile) => file.path.includes(`${path.sep}chunks${path.sep}`)
  for (const file of [...files.filter(isChunk), ...files.filter((file) => !isChunk(file))]) {
    mkdirSync(path.dirname(file.path), { recursive: true })
    const partial = `${file.path}.${process.pid}.partial`
    writeFileSync(partial, file.contents)
    renameSync(partial, file.path)
  }
  const kept = new Set([...files.map((file) => path.relative(root, file.path)), ...previous])
  const written = new Set(files.map((file) => path.relative(root, file.path)))
  for (const found of globSync('dist/**/*.js', { cwd: root })) {
    const isOld = found.startsWith(path.join('dist', 'chunks')) ? !kept.has(found) : !written.has(found)
    if (isOld) rmSync(path.join(root, found), { force: true })
  }
}

/** Notes what went into a build that began at `began` (milliseconds), for the next one to compare. */
function record(entries: readonly string[], result: BuildResult, began: number): void {
  const { inputs = {}, outputs = {} } = result.metafile ?? {}
  // Packages are pinned by the lock file: its digest stands for all of theirs.
  const sources = Object.keys(inputs).filter((file) => !file.includes('node_modules'))
  const files = [
    ...sources,
    'package-lock.json',
    'scripts/build.ts',
    'scripts/lazy-commonjs.ts',
    'scripts/licenses.ts',
  ]
  const noted: BuildRecord = {
    entries,
    // A file that was saved while the build ran may be in it or not: it counts as changed.
    inputs: Object.fromEntries(
      files.map((file) => [
        file,
        statSync(path.join(root, file)).mtimeMs < began ? digestOf(file) : 'unknown',
      ]),
    ),
    outputs: Object.keys(outputs),
  }
  mkdirSync(path.dirname(recordFile), { recursive: true })
  writeFileSync(recordFile, JSON.stringify(noted))
}

/** Builds if anything changed since the last time; returns the exit code. */
async function main(isClean: boolean): Promise<number> {
  const entries = globSync(['src/start.ts', 'src/commands/**/*.ts'], { cwd: root }).sort()
  const last = readRecord()
  if (isClean) rmSync(output, { recursive: true, force: true })
  else if (last !== undefined && isFresh(last, entries)) {
    process.stderr.write('dist/ is up to date\n')
    return 0
  }
  const began = Date.now()
  try {
    const result = await build(options(entries))
    place(result.outputFiles ?? [], isClean ? [] : (last?.outputs ?? []))
    if (result.metafile !== undefined)
      writeFileSync(path.join(output, 'licenses.txt'), bundledLicenses(result.metafile, root))
    record(entries, result, began)
  } catch (error) {
    // esbuild has shown what it found, with the lines; its error says the same again.
    if (error instanceof Error && 'errors' in error) return 1
    throw error
  }
  process.stderr.write(`built ${entries.length} entries into dist/\n`)
  return 0
}

process.exitCode = await main(process.argv.includes('--clean'))
