import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'

/** A program to run, with all it needs. */
export interface Command {
  readonly program: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** File that it reads as standard input; nothing unless told. */
  readonly inputFile?: string
}

/** What one run took. */
export interface Usage {
  /** Exit code; null when it was stopped for taking too long. */
  readonly code: number | null
  readonly milliseconds: number
  /** User and system time of the program and its children; undefined where there is no /proc. */
  readonly cpuSeconds: number | undefined
  /**
   * The most that the processes alive at one time had as their high-water marks (VmHWM) together, in bytes;
   * undefined for a program that was gone before it was looked at.
   */
  readonly peakBytes: number | undefined
}

/** How often memory is looked at, in milliseconds. A high-water mark does not fall: only the last moments are missed. */
const interval = 15

/** Linux tells processor time in hundredths of a second (USER_HZ), whatever its own clock. */
const ticksPerSecond = 100

/** Runs a command to its end and measures it; what it prints goes to `outputFile`. */
export async function measure(command: Command, outputFile: string, limitMs: number): Promise<Usage> {
  const output = await open(outputFile, 'w')
  const input = command.inputFile === undefined ? undefined : await open(command.inputFile, 'r')
  const cpuBefore = cpuOfChildren()
  let peak = 0
  try {
    const begun = performance.now()
    const child = spawn(command.program, command.args, {
      cwd: command.cwd,
      env: command.env,
      stdio: [input?.fd ?? 'ignore', output.fd, output.fd],
      // A group of its own, so that all of it can be stopped.
      detached: true,
    })
    const ended = once(child, 'exit')
    const { pid } = child
    const look = setInterval(() => {
      if (pid !== undefined) peak = Math.max(peak, memoryOf(pid))
    }, interval)
    const overdue = setTimeout(() => {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL')
    }, limitMs)
    const [code] = await ended.finally(() => {
      clearInterval(look)
      clearTimeout(overdue)
    })
    const milliseconds = performance.now() - begun
    const cpuAfter = cpuOfChildren()
    return {
      code: code as number | null,
      milliseconds,
      cpuSeconds: cpuBefore === undefined || cpuAfter === undefined ? undefined : cpuAfter - cpuBefore,
      peakBytes: peak === 0 ? undefined : peak,
    }
  } finally {
    await output.close()
    await input?.close()
  }
}

/** Seconds of processor time of all children of this process that have ended, and of theirs. */
function cpuOfChildren(): number | undefined {
  const stat = readProc('/proc/self/stat')
  if (stat === undefined) return undefined
  // After the name, which may hold spaces: fields 16 and 17 of proc(5) are cutime and cstime.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond
}

/** High-water marks of a process and all beneath it, in bytes. */
function memoryOf(pid: number): number {
  const own = /VmHWM:\s+(\d+) kB/.exec(readProc(`/proc/${pid}/status`) ?? '')?.[1]
  const children =
    readProc(`/proc/${pid}/task/${pid}/children`)
      ?.split(' ')
      .filter((text) => text !== '') ?? []
  return Number(own ?? 0) * 1024 + children.reduce((sum, child) => sum + memoryOf(Number(child)), 0)
}

function readProc(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    // No /proc, or the process has just ended.
    return undefined
  }
}
