import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

const ROOT = path.join(import.meta.dirname, '..', '..')
const BINARY = path.join(ROOT, 'bin', 'run.js')

/** Where runs of the tests keep compiled code: together, so that not each of them compiles everything. */
export const CACHE_FOLDER = path.join(ROOT, '.cache', 'test-home')

/** What a run of the real binary came to. */
export interface CliResult {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** How the real binary is run. */
export interface CliOptions {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
  /** What it reads on stdin; nothing unless told. */
  readonly input?: string
  /** Given the process as soon as it runs, to send it signals. */
  readonly onSpawn?: (child: ChildProcess) => void
  /** Options of Node itself. */
  readonly nodeOptions?: readonly string[]
}

/** Runs the real binary as a pipeline would: no terminal, an environment of its own, a home folder that is empty. */
export async function runPromote(args: readonly string[], options: CliOptions): Promise<CliResult> {
  const child = spawn(process.execPath, [...(options.nodeOptions ?? []), BINARY, ...args], {
    cwd: options.cwd,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: options.cwd,
      XDG_CACHE_HOME: CACHE_FOLDER,
      TZ: 'UTC',
      PROMOTE_ACTOR: 'release-manager',
      ...options.env,
    },
    stdio: 'pipe',
  })
  options.onSpawn?.(child)
  child.stdin.on('error', () => {})
  child.stdin.end(options.input ?? '')
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  const [stdout, stderr, end] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { ...end, stdout, stderr }
}

/** A folder with these files in it; whoever makes it removes it. */
export async function makeFolder(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'promote-cli-'))
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content)
  return folder
}

/** A folder with these files in it, for one test. */
export async function testFolder(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await makeFolder(files)
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A promotion file from test to prod, both on one host, of the images named. */
export function promotionFile(host: string, images: Readonly<Record<string, string>>, more = ''): string {
  return [
    'version: 1',
    'project: shop',
    'environments:',
    `  - { name: test, repository: "${host}/test/{image}" }`,
    `  - { name: prod, repository: "${host}/prod/{image}" }`,
    'images:',
    ...Object.entries(images).map(([name, select]) => `  - { name: ${name}, select: ["${select}"] }`),
    more,
    '',
  ].join('\n')
}
