import { spawn } from 'node:child_process'
import path from 'node:path'
import process from 'node:process'
import { CACHE_FOLDER } from './cli.ts'
import { Screen } from './screen.ts'

const BINARY = path.join(import.meta.dirname, '..', '..', 'bin', 'run.js')

/** What a person saw, and how the command ended. */
export interface TerminalRun {
  /** Everything that was written to the terminal, escapes included. */
  readonly screen: string
  /** What the terminal shows in the end, with what has scrolled away. */
  readonly lines: readonly string[]
  /** Lines that were too long for it. */
  readonly wrapped: readonly string[]
  readonly code: number | null
}

/** What is typed once a prompt, a text or what a pattern finds, is on the screen: `\x03` is Ctrl-C, `\x04` Ctrl-D. */
export interface TypedStep {
  readonly prompt: string | RegExp
  readonly keys: string
}

/**
 * Runs the real binary in a pseudo-terminal (util-linux's `script`) and types what is to be typed as soon as its prompt
 * is on it, one step after the other.
 */
export async function runInTerminal(
  args: readonly string[],
  options: {
    readonly cwd: string
    readonly steps: readonly TypedStep[]
    readonly columns?: number
    readonly rows?: number
    /** Told what the terminal shows each time something was written. */
    readonly onLines?: (lines: readonly string[]) => void
    readonly env?: Readonly<Record<string, string>>
  },
): Promise<TerminalRun> {
  const quoted = [process.execPath, BINARY, ...args].map((word) => `'${word}'`).join(' ')
  const { columns = 100, rows = 40 } = options
  const command = `stty cols ${columns} rows ${rows}; exec ${quoted}`
  const shown = new Screen(columns)
  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', command, '/dev/null'], {
    cwd: options.cwd,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: options.cwd,
      XDG_CACHE_HOME: CACHE_FOLDER,
      TERM: 'xterm',
      TZ: 'UTC',
      PROMOTE_ACTOR: 'release-manager',
      ...options.env,
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let screen = ''
  const waiting = [...options.steps]
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    screen += chunk
    shown.write(chunk)
    options.onLines?.(shown.lines)
    const [next] = waiting
    if (next === undefined) return
    const isShown = typeof next.prompt === 'string' ? screen.includes(next.prompt) : next.prompt.test(screen)
    if (!isShown) return
    waiting.shift()
    child.stdin.write(next.keys)
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  return { screen, lines: shown.lines, wrapped: shown.wrapped, code }
}
