import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe } from 'vitest'
import { toolPath } from './programs.ts'

const run = promisify(execFile)
const baseFile = path.join(import.meta.dirname, '..', '..', '.cache', 'containers', 'node.tar')

/** Podman and buildah with their settings and storage in a folder of their own. */
export interface Containers {
  /** The variables under which podman and buildah work there. */
  readonly env: Readonly<Record<string, string>>
  /** A folder to mount into containers; it goes with all that they wrote into it. */
  readonly work: string
  /** Runs `podman` and gives what it printed on stdout; throws with stderr where it failed. */
  podman(...args: readonly string[]): Promise<string>
  /** The same for `buildah`. */
  buildah(...args: readonly string[]): Promise<string>
  /** Ends what is mounted and removes everything. */
  close(): Promise<void>
}

/** Whether containers of this process are those of root; else they are rootless ones. */
export const isRootful = process.getuid?.() === 0

/** Why no container can be built or run here; undefined when it can. */
function missingContainersReason(): string | undefined {
  const missing = ['podman', 'buildah', 'runc'].filter((program) => toolPath(program) === undefined)
  if (missing.length > 0) return `${missing.join(', ')} not on PATH`
  return existsSync(baseFile) ? undefined : 'npm test makes the base image where mmdebstrap is installed'
}

/** A vitest suite that builds and runs containers; where that cannot be done it is skipped and its title says why. */
export function describeWithContainers(title: string, body: () => void): void {
  const reason = missingContainersReason()
  if (reason === undefined) describe(title, body)
  else if (process.env.CI === 'true') throw new Error(`CI does not skip container tests: ${reason}`)
  else describe.skip(`${title} [skipped: ${reason}]`, body)
}

/**
 * A place for images and containers; nothing of this machine's own storage is read or written.
 *
 * @param options.insecure registries (`HOST:PORT`) that speak plain HTTP
 */
export async function startContainers(
  options: { readonly insecure?: readonly string[] } = {},
): Promise<Containers> {
  const folder = await mkdtemp(path.join(tmpdir(), 'promote-containers-'))
  const file = (name: string): string => path.join(folder, name)
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: file('home'),
    XDG_RUNTIME_DIR: file('runtime'),
    CONTAINERS_CONF: file('containers.conf'),
    CONTAINERS_STORAGE_CONF: file('storage.conf'),
    CONTAINERS_REGISTRIES_CONF: file('registries.conf'),
  }
  const call = async (program: string, args: readonly string[]): Promise<string> =>
    (await run(program, args, { env, cwd: folder, maxBuffer: 64 * 1024 * 1024 })).stdout
  const close = async (): Promise<void> => {
    await unmountBelow(folder)
    if (!isRootful) await closeRootless(env, [file('root'), file('run'), file('work')])
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await mkdir(env.HOME)
    await mkdir(file('work'))
    await mkdir(env.XDG_RUNTIME_DIR, { mode: 0o700 })
    await writeFile(env.CONTAINERS_CONF, engineSettings)
    await writeFile(env.CONTAINERS_REGISTRIES_CONF, registrySettings(options.insecure ?? []))
    await writeFile(env.CONTAINERS_STORAGE_CONF, storageSettings('overlay', folder))
    // Overlays are not to be had on every file system; copies of whole layers are.
    const hasOverlay = await call('podman', ['info']).then(
      () => true,
      () => false,
    )
    if (!hasOverlay) {
      await rm(file('root'), { recursive: true, force: true })
      await writeFile(env.CONTAINERS_STORAGE_CONF, storageSettings('vfs', folder))
    }
    return {
      env,
      work: file('work'),
      podman: (...args) => call('podman', args),
      buildah: (...args) => call('buildah', args),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Takes in the base that `npm test` made, under the name that a Containerfile wants. */
export async function importBase(containers: Containers, name: string): Promise<void> {
  await containers.podman('import', '--quiet', baseFile, name)
}

/** runc and cgroupfs work in a container too, where systemd and crun do not; the host's network needs no set-up. */
const engineSettings = `[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
[containers]
netns = "host"
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
`

function storageSettings(driver: 'overlay' | 'vfs', folder: string): string {
  return [
    '[storage]',
    `driver = "${driver}"`,
    `graphroot = "${folder}/root"`,
    `runroot = "${folder}/run"`,
    `rootless_storage_path = "${folder}/root"`,
    '',
  ].join('\n')
}

function registrySettings(insecure: readonly string[]): string {
  const hosts = insecure.map((host) => `[[registry]]\nlocation = "${host}"\ninsecure = true\n`)
  return ['unqualified-search-registries = []\n', ...hosts].join('')
}

/**
 * Removes what rootless containers left. Their files belong to other ids and the storage is mounted in their user
 * namespace, so both go from inside it; the process that holds the namespace open ends last.
 */
async function closeRootless(env: Containers['env'], folders: readonly string[]): Promise<void> {
  const script = 'umount "$1/overlay" 2>/dev/null; rm -rf "$@"'
  await run('podman', ['unshare', 'sh', '-c', script, 'sh', ...folders], { env })
  const pidFile = path.join(env.XDG_RUNTIME_DIR ?? '', 'libpod', 'tmp', 'pause.pid')
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''))
  if (pid > 0) process.kill(pid)
}

/** Unmounts what is mounted below a folder, the last mounted first. */
export async function unmountBelow(folder: string): Promise<void> {
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8').catch(() => ''))
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter((place) => place.startsWith(`${folder}${path.sep}`))
  for (const place of mounts.reverse()) await run('umount', [place])
}
