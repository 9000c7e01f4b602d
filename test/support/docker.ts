import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { spawnTethered } from './child-server.ts'
import { isRootful, unmountBelow } from './containers.ts'
import { toolPath } from './programs.ts'

/** A docker daemon that answers. */
export interface DockerDaemon {
  /** What docker's client needs to reach it. */
  readonly flags: readonly string[]
  /** Ends it, where it was started here, and removes what it kept. */
  close(): Promise<void>
}

/** Why there is no docker here; undefined when there is one. */
export function dockerMissing(): string | undefined {
  const wanted = isRootful ? ['docker', 'dockerd', 'runc'] : ['docker']
  const missing = wanted.filter((program) => toolPath(program) === undefined)
  if (missing.length > 0) return `${missing.join(', ')} not on PATH`
  if (isRootful || spawnSync('docker', ['version'], { stdio: 'ignore' }).status === 0) return undefined
  return 'no docker daemon answers, and only root can start one'
}

/** As root a daemon of its own, with all that it keeps in one folder; else the machine's. */
export async function startDocker(): Promise<DockerDaemon> {
  if (!isRootful) return { flags: [], close: async () => {} }
  const folder = await mkdtemp(path.join(tmpdir(), 'promote-docker-'))
  const file = (name: string): string => path.join(folder, name)
  const socket = `unix://${file('docker.sock')}`
  await writeFile(file('daemon.json'), '{}')
  const child = spawnTethered('dockerd', [
    ...['--config-file', file('daemon.json'), '--data-root', file('data'), '--exec-root', file('exec')],
    ...['--pidfile', file('docker.pid'), '--host', socket, '--storage-driver', 'vfs'],
    ...['--iptables=false', '--ip6tables=false', '--bridge=none'],
  ])
  const closed = once(child, 'close')
  const close = async (): Promise<void> => {
    child.stdin.end()
    await closed
    await unmountBelow(folder)
    await rm(folder, { recursive: true, force: true })
  }
  const lines: string[] = []
  const ready = new Promise<boolean>((resolve) => {
    const read = (line: string): void => {
      lines.push(line)
      if (line.includes('API listen on')) resolve(true)
    }
    createInterface(child.stdout).on('line', read)
    createInterface(child.stderr).on('line', read)
    child.once('close', () => resolve(false))
  })
  if (await ready) return { flags: ['--host', socket], close }
  await close()
  throw new Error(`dockerd ended before it listened:\n${lines.slice(-20).join('\n')}`)
}
