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
import { build, type Metafile, type OutputFile } from 'esbuild'
import { bundleOptions } from './bundle-options.ts'
import { lazyRequires } from './lazy-requires.ts'
import { bundledLicenses } from './licenses.ts'
import { entryFor, type OwnFile, ownFiles } from './own-files.ts'

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

const common = {
  ...bundleOptions,
  format: 'cjs',
  target: 'node22',
  // bin/bundle-loader.js makes scripts of the bundles, and Node gives a script no import().
  supported: { 'dynamic-import': false },
} as const

/** One file for all of ours, and one for each package that is imported where it is needed. */
async function bundle(): Promise<{ readonly files: readonly OutputFile[]; readonly metafile: Metafile }> {
  const found = new Map<string, OwnFile>()
  const own = await build({
    ...common,
    entryPoints: ['src/start.ts'],
    outfile: path.join('dist', 'start.cjs'),
    plugins: [ownFiles(found), lazyRequires(['@oclif/core'])],
  })
  const packages = await Promise.all(
    Array.from(found.values(), (one) =>
      build({
        ...common,
        stdin: entryFor(one),
        outfile: path.join('dist', 'packages', one.file),
      }),
    ),
  )
  const results = [own, ...packages]
  return {
    files: results.flatMap((result) => result.outputFiles),
    metafile: {
      inputs: Object.assign({}, ...results.map((result) => result.metafile.inputs)),
      outputs: Object.assign({}, ...results.map((result) => result.metafile.outputs)),
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

/** Puts the files in place, each whole at once: a process may be reading them. */
function place(files: readonly OutputFile[]): void {
  for (const file of files) {
    mkdirSync(path.dirname(file.path), { recursive: true })
    const partial = `${file.path}.${process.pid}.partial`
    writeFileSync(partial, file.contents)
    renameSync(partial, file.path)
  }
  const written = new Set(files.map((file) => path.relative(root, file.path)))
  for (const found of globSync('dist/**/*.{js,cjs}', { cwd: root })) {
    if (!written.has(found)) rmSync(path.join(root, found), { force: true })
  }
}

/** Notes what went into a build that began at `began` (milliseconds), for the next one to compare. */
function record(entries: readonly string[], { inputs, outputs }: Metafile, began: number): void {
  // Packages are pinned by the lock file: its digest stands for all of theirs.
  const sources = Object.keys(inputs).filter(
    (file) => existsSync(path.join(root, file)) && !file.includes('node_modules'),
  )
  const files = [...sources, 'package-lock.json', ...globSync('scripts/*.ts', { cwd: root })]
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
    const { files, metafile } = await bundle()
    place(files)
    writeFileSync(path.join(output, 'licenses.txt'), bundledLicenses(metafile, root))
    record(entries, metafile, began)
  } catch (error) {
    // esbuild has shown what it found, with the lines; its error says the same again.
    if (error instanceof Error && 'errors' in error) return 1
    throw error
  }
  process.stderr.write('built dist/\n')
  return 0
}

process.exitCode = await main(process.argv.includes('--clean'))
