import { type ChildProcess, spawn } from 'node:child_process'
import { onAbort } from '../aborting.ts'
import { errnoOf } from '../system-error.ts'
import { type KeptOutput, OutputKeeper } from './kept-output.ts'

/** A program to run, with no shell in between: its arguments reach it as they are. */
export interface Program {
  /** A path, or a name that is looked for on the `PATH` of `env`. */
  readonly program: string
  readonly arguments: readonly string[]
  /** All the variables it gets; nothing is inherited. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Its folder, which relative paths of `program` start from too; this process's where there is none. */
  readonly folder?: string
  /** What stands on its stdin; nothing by default. */
  readonly input?: string
  /** Milliseconds after which it is ended. */
  readonly timeLimit: number
  /** Bytes it may print, on stdout and stderr together, before it is ended. */
  readonly outputLimit: number
  /** Bytes from the beginning of its output that are kept of each stream; `outputLimit` by default. */
  readonly keep?: number
  /**
   * True for one that may ask a person something at the terminal, such as a passphrase. It then shares our group of
   * processes, so that Ctrl-C reaches it, and only it is ended by force, not what it has started.
   */
  readonly asksAtTerminal?: boolean
  readonly signal?: AbortSignal | undefined
}

/** How a program ended, and what it printed until then. */
export type ProgramEnd =
  | { readonly kind: 'exited'; readonly code: number; readonly printed: Printed }
  /** A signal that was not ours: a crash, or somebody else. */
  | { readonly kind: 'killed'; readonly by: NodeJS.Signals; readonly printed: Printed }
  | { readonly kind: 'timed-out'; readonly printed: Printed }
  | { readonly kind: 'printed-too-much'; readonly printed: Printed }
  /** It never ran; `why` ends a sentence: `it was not found`. */
  | { readonly kind: 'not-started'; readonly why: string }

/** What a program printed. */
export interface Printed {
  readonly stdout: KeptOutput
  readonly stderr: KeptOutput
  /** Both, in the order in which they came. */
  readonly both: KeptOutput
}

/** Milliseconds that streams may stay open behind the end of a program: what it left running is not waited for. */
const LEFT_OPEN_MS = 1000

/**
 * Runs a program to its end. How it ends is a value, whatever that is. With it ends all it has started, unless that has
 * gone to a session of its own (on Windows, and where it `asksAtTerminal`, only itself is ended by force).
 * @throws what the signal aborts with, when the program has been ended
 */
export async function runProgram(asked: Program): Promise<ProgramEnd> {
  const { signal } = asked
  signal?.throwIfAborted()
  const keep = asked.keep ?? asked.outputLimit
  const [stdout, stderr, both] = [new OutputKeeper(keep), new OutputKeeper(keep), new OutputKeeper(keep)]
  const printed = (): Printed => ({ stdout: stdout.kept(), stderr: stderr.kept(), both: both.kept() })
  let child: ReturnType<typeof start>
  try {
    child = start(asked)
  } catch (error) {
    return { kind: 'not-started', why: startReason(error) }
  }
  const isGroup = isOwnGroup(asked)
  const end = (): void => endByForce(child, isGroup)
  const unhold = endWithUs(end)
  return new Promise<ProgramEnd>((resolve, reject) => {
    let lingering: NodeJS.Timeout | undefined
    const settle = (): void => {
      clearTimeout(timer)
      clearTimeout(lingering)
      unwatch()
      unhold()
      child.stdout.destroy()
      child.stderr.destroy()
    }
    const stop = (result: ProgramEnd): void => {
      end()
      settle()
      resolve(result)
    }
    const timer = setTimeout(() => stop({ kind: 'timed-out', printed: printed() }), asked.timeLimit)
    const unwatch = onAbort(signal, () => {
      end()
      settle()
      reject(signal?.reason)
    })
    const take = (own: OutputKeeper) => (chunk: Buffer) => {
      own.add(chunk)
      both.add(chunk)
      if (both.bytes > asked.outputLimit) stop({ kind: 'printed-too-much', printed: printed() })
    }
    child.stdout.on('data', take(stdout))
    child.stderr.on('data', take(stderr))
    const finish = (code: number | null, by: NodeJS.Signals | null): void => {
      settle()
      resolve(
        by === null
          ? { kind: 'exited', code: code ?? 0, printed: printed() }
          : { kind: 'killed', by, printed: printed() },
      )
    }
    child.once('error', (error) => {
      settle()
      resolve({ kind: 'not-started', why: startReason(error) })
    })
    child.once('exit', (code, by) => {
      clearTimeout(timer)
      // What it left behind in its group would hold the streams open.
      if (isGroup) end()
      lingering = setTimeout(() => finish(code, by), LEFT_OPEN_MS)
    })
    child.once('close', finish)
    // One that ends without reading its input breaks the pipe; its exit code tells.
    child.stdin.on('error', () => undefined)
    child.stdin.end(asked.input ?? '')
  })
}

function start(asked: Program) {
  return spawn(asked.program, asked.arguments, {
    env: { ...asked.env },
    ...(asked.folder === undefined ? {} : { cwd: asked.folder }),
    stdio: ['pipe', 'pipe', 'pipe'],
    shell: false,
    windowsHide: true,
    detached: isOwnGroup(asked),
  })
}

/** Whether it leads a group of processes; Windows has none, and opens a window for a detached program. */
function isOwnGroup({ asksAtTerminal }: Program): boolean {
  return asksAtTerminal !== true && process.platform !== 'win32'
}

function endByForce(child: ChildProcess, isGroup: boolean): void {
  if (!isGroup || child.pid === undefined) {
    child.kill('SIGKILL')
    return
  }
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch (error) {
    // macOS answers EPERM for a group in which all are dead and not yet taken note of.
    const code = errnoOf(error)
    if (code !== 'ESRCH' && code !== 'EPERM') throw error
  }
}

/** How to end each program that runs, for the case that this process ends first: a group of its own outlives us. */
const running = new Set<() => void>()

function endWithUs(end: () => void): () => void {
  if (running.size === 0) process.once('exit', endAll)
  running.add(end)
  return () => {
    running.delete(end)
    if (running.size === 0) process.off('exit', endAll)
  }
}

function endAll(): void {
  for (const end of running) end()
}

/** Why a program that is not there was not started. */
export const NOT_FOUND = 'it was not found'

const START_REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', NOT_FOUND],
  ['ENOTDIR', NOT_FOUND],
  ['EACCES', 'it may not be executed (permission denied)'],
  ['EPERM', 'it may not be executed (permission denied)'],
  ['ENOEXEC', 'it is no program that this machine can run'],
  ['E2BIG', 'its arguments and variables are too long'],
  ['EAGAIN', 'too many processes are running'],
  ['EMFILE', 'too many files are open'],
  ['ENFILE', 'too many files are open'],
  ['ENOMEM', 'there is not enough memory'],
  ['ETXTBSY', 'another program is writing it'],
])

function startReason(error: unknown): string {
  const code = errnoOf(error)
  if (code !== undefined) return START_REASONS.get(code) ?? `the system answered ${code}`
  // Node refuses NUL characters before it asks the system.
  if (error instanceof TypeError) return 'its name, an argument or a variable has a NUL character'
  throw error
}
