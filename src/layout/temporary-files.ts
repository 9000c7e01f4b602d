import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile, readlink, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { errnoOf } from '../support/system-error.ts'

/** Milliseconds after which a file of a writer that cannot be asked (another machine, another container) is left over. */
const LEFT_OVER_MS = 24 * 60 * 60 * 1000

/** How the name of each file that {@link temporaryPath} makes begins: machine and process. */
const WRITER = /^([0-9a-f]{12})\.(\d+)\./

const NAME = /^[0-9a-f]{12}\.\d+\.[0-9a-f-]+$/

/** The path of a new temporary file; its name tells which process made it. */
export async function temporaryPath(folder: string): Promise<string> {
  return join(folder, `${await machineName()}.${process.pid}.${randomUUID()}`)
}

/**
 * Removes temporary files whose writer is certainly gone: a process of this machine that no longer runs,
 * or any process whose file has not grown for a day. Files with other names are left alone.
 */
export async function sweepTemporaryFiles(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!NAME.test(name) || (await mayBeAtWork(folder, name))) continue
    await rm(join(folder, name), { force: true })
  }
}

/** Whether the writer whose name a file begins with may still be at work; true for a name of no writer. */
export async function mayBeAtWork(folder: string, name: string): Promise<boolean> {
  const [, madeOn, pid] = WRITER.exec(name) ?? []
  if (pid === undefined) return true
  if (madeOn === (await machineName()) && !isRunning(Number(pid))) return false
  return !(await isLeftOver(join(folder, name)))
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs, as another user.
    return errnoOf(error) !== 'ESRCH'
  }
}

async function isLeftOver(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found !== undefined && Date.now() - found.mtimeMs > LEFT_OVER_MS
}

/**
 * Twelve hex digits for the space in which process ids are unique: the machine since it started and, on Linux,
 * the container. A writer elsewhere on a shared disk has other digits, so its process id is not asked about here.
 */
function machineName(): Promise<string> {
  machine ??= readMachineName()
  return machine
}

let machine: Promise<string> | undefined

async function readMachineName(): Promise<string> {
  const parts = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
    readlink('/proc/self/ns/pid').catch(() => ''),
  ])
  return createHash('sha256')
    .update([hostname(), ...parts].join('\n'))
    .digest('hex')
    .slice(0, 12)
}
