import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** A server that runs as a process of its own. */
export interface ChildServer {
  /** Address and port it listens on. */
  readonly host: string
  /** Stops it and returns when its process is gone. */
  close(): Promise<void>
}

/** A child that does not go when its standard input closes is killed after this many milliseconds. */
const patience = 5_000

/** Lines of a server's output that a failure to start shows. */
const shownLines = 20

/** A shell that runs a program and ends it when standard input closes, so that it never outlives the tests. */
const tether = 'exec 3<&0; "$@" </dev/null & child=$!; (cat <&3; kill $child) >/dev/null 2>&1 & wait $child'

/**
 * Starts a server that stops when its standard input closes, and waits for the line of its output
 * that says `listening HOST:PORT` or `listening on HOST:PORT`.
 *
 * @param isTethered  false for a program that does not watch its standard input: a shell does it then
 * @throws Error with the server's last lines when it ends before it listens
 */
export async function startChildServer(
  program: string,
  args: readonly string[],
  { isTethered = true }: { readonly isTethered?: boolean } = {},
): Promise<ChildServer> {
  const child = isTethered ? spawn(program, args) : spawnTethered(program, args)
  await once(child, 'spawn')
  const host = await listeningHost(child, program)
  return { host, close: () => stop(child) }
}

/** Starts a program that does not watch its standard input, and ends when that closes all the same. */
export function spawnTethered(program: string, args: readonly string[]): ChildProcessWithoutNullStreams {
  return spawn('/bin/sh', ['-c', tether, 'sh', program, ...args])
}

function listeningHost(child: ChildProcessWithoutNullStreams, program: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines: string[] = []
    const read = (line: string) => {
      lines.push(line)
      if (lines.length > shownLines) lines.shift()
      const host = /\blistening (?:on )?(\d+\.\d+\.\d+\.\d+:\d+)/.exec(line)?.[1]
      if (host !== undefined) resolve(host)
    }
    // Both are read to the end: a full pipe would stop the server.
    createInterface(child.stdout).on('line', read)
    createInterface(child.stderr).on('line', read)
    child.once('close', () => reject(new Error(`${program} ended before it listened:\n${lines.join('\n')}`)))
  })
}

async function stop(child: ChildProcessWithoutNullStreams): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = once(child, 'close')
  child.stdin.end()
  const overdue = setTimeout(() => child.kill('SIGKILL'), patience)
  await closed
  clearTimeout(overdue)
}
