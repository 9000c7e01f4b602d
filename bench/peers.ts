import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = path.dirname(import.meta.dirname)

/** The peers that are built here, each at one version. */
const pins = {
  crane: { module: 'github.com/google/go-containerregistry/cmd/crane', version: 'v0.22.1' },
  regctl: { module: 'github.com/regclient/regclient/cmd/regctl', version: 'v0.11.7' },
  regsync: { module: 'github.com/regclient/regclient/cmd/regsync', version: 'v0.11.7' },
  oras: { module: 'oras.land/oras/cmd/oras', version: 'v1.3.6' },
} as const

/** A tool to compare with. */
export type PeerName = keyof typeof pins | 'skopeo'

/** A peer that can be run here. */
export interface Peer {
  /** Path of its program. */
  readonly program: string
  readonly version: string
}

/** The peers by name; one that is not here is left out. */
export type Peers = ReadonlyMap<PeerName, Peer>

/**
 * Finds the peers, and builds those that are not in `.cache/peers/` yet with `go install`; skopeo is the one on PATH.
 * @param say  is told what is built and what is missing
 */
export async function findPeers(say: (line: string) => void): Promise<Peers> {
  const found = new Map<PeerName, Peer>()
  for (const [name, { module, version }] of Object.entries(pins)) {
    const folder = path.join(root, '.cache', 'peers', version)
    const program = path.join(folder, name)
    try {
      if (!isExecutable(program)) {
        say(`Building ${name} ${version} (once) …`)
        await run('go', ['install', `${module}@${version}`], { env: { ...process.env, GOBIN: folder } })
      }
      found.set(name as PeerName, { program, version })
    } catch (error) {
      say(`${name} ${version} is not here: ${firstLine(error)}`)
    }
  }
  try {
    const { stdout } = await run('skopeo', ['--version'])
    found.set('skopeo', { program: 'skopeo', version: /\d+\.\d+\.\d+\S*/.exec(stdout)?.[0] ?? stdout.trim() })
  } catch (error) {
    say(`skopeo is not here: ${firstLine(error)}`)
  }
  return found
}

/**
 * The distribution registry that tests use, built from test/registries/ where it is not yet.
 * @throws Error when it cannot be built
 */
export async function findDistribution(
  say: (line: string) => void,
): Promise<{ program: string; version: string }> {
  const folder = path.join(root, '.cache', 'registries')
  const program = path.join(folder, 'distribution')
  const source = path.join(root, 'test', 'registries')
  if (!isExecutable(program)) {
    say('Building the distribution registry (once) …')
    await run('go', ['build', '-trimpath', '-buildvcs=false', '-o', program, './distribution'], {
      cwd: source,
    })
  }
  const { stdout } = await run('go', ['version', '-m', program])
  return { program, version: /distribution\/v3\s+(v\S+)/.exec(stdout)?.[1] ?? 'v3' }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
}
