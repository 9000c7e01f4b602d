import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, open, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { distributionConfig } from '../test/support/distribution-config.ts'
import type { ServerCertificate } from '../test/support/tls.ts'
import type { TokenServer } from '../test/support/token-server.ts'

/** How one distribution registry is started. */
export interface RegistrySettings {
  readonly program: string
  /** Folder of its content; several registries may serve one. */
  readonly storage: string
  /** Folder for its configuration and its log, made here. */
  readonly folder: string
  readonly certificate?: ServerCertificate | undefined
  readonly tokens?: TokenServer | undefined
}

/** A distribution registry in a process of its own. */
export interface Registry {
  /** `127.0.0.1:PORT` */
  readonly host: string
  /** How many requests it has answered, by its own log. */
  requests(): Promise<number>
  close(): Promise<void>
}

/** How long a registry may take to listen, in milliseconds. */
const patience = 20_000

/**
 * Starts a registry that logs as it does unless told otherwise, to a file: nobody has to read along while others are
 * timed.
 * @throws Error with its log when it ends before it listens
 */
export async function startRegistry(settings: RegistrySettings): Promise<Registry> {
  const { program, storage, folder, certificate, tokens } = settings
  await mkdir(folder, { recursive: true })
  const configFile = path.join(folder, 'config.yml')
  const logFile = path.join(folder, 'log')
  const config = { storage, canDelete: false, certificate, tokens, htpasswdFile: undefined }
  await writeFile(configFile, distributionConfig(config))
  const log = await open(logFile, 'w')
  const child = spawn(program, [configFile], { stdio: ['pipe', 'ignore', log.fd] })
  await log.close()
  const host = await listeningHost(child, logFile)
  return {
    host,
    async requests() {
      // The last answers may have come before their lines.
      await wait(50)
      return requestsIn(await readFile(logFile, 'utf8'))
    },
    async close() {
      const gone = once(child, 'exit')
      child.stdin?.end()
      await gone
    },
  }
}

/** Requests in a log of distribution: each has an id, and at least one line. */
export function requestsIn(log: string): number {
  return new Set(Array.from(log.matchAll(/http\.request\.id=(\S+)/g), ([, id]) => id)).size
}

async function listeningHost(child: ChildProcess, logFile: string): Promise<string> {
  const end = performance.now() + patience
  while (performance.now() < end) {
    const log = await readFile(logFile, 'utf8')
    const host = /\blistening on (127\.0\.0\.1:\d+)/.exec(log)?.[1]
    if (host !== undefined) return host
    if (child.exitCode !== null) throw new Error(`The registry ended before it listened:\n${log}`)
    await wait(10)
  }
  child.kill('SIGKILL')
  throw new Error('The registry did not listen in time.')
}
