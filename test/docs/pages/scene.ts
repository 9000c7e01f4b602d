import { spawn } from 'node:child_process'
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { CACHE_FOLDER, makeFolder } from '../../support/cli.ts'
import { makeImage, type TestImage } from '../../support/images.ts'
import { pushToRegistry } from '../../support/push.ts'
import { startRegistry } from '../../support/real-registries.ts'

const ROOT = path.join(import.meta.dirname, '..', '..', '..')

/** What a build has pushed to the environment test: image, tag (none for one by its digest alone), what makes its content. */
export const BUILT = [
  ['api', '1.4.1'],
  ['api', '1.5.0'],
  ['api', undefined],
  ['web', '2.0.0'],
  ['web', '2.1.0'],
] as const

/** The image that a build pushed, always of the same digest. */
export function built(image: string, tag: string | undefined): Promise<TestImage> {
  return makeImage({ seed: `${image}:${tag ?? 'built'}`, layers: [900] })
}

/** What a command came to. */
export interface Ended {
  readonly code: number | null
  /** stdout, then the messages of stderr, without progress; with the hosts of the page. */
  readonly lines: readonly string[]
}

/** A folder with a promotion file, and a registry that answers for the host of the page. */
export interface PageScene {
  readonly folder: string
  /** Runs a line in a shell, as a reader would; `last` is what `$?` holds. */
  run(command: string, last?: number): Promise<Ended>
  close(): Promise<void>
}

/** A scene for one section: real registry, real shell, the real binary as `promote`. */
export async function pageScene(file: string, host: string): Promise<PageScene> {
  const stack = new AsyncDisposableStack()
  const registry = await startRegistry('distribution3', { canDelete: true })
  stack.defer(() => registry.close())
  const place = await makeFolder()
  stack.defer(() => rm(place, { recursive: true, force: true }))
  for (const [image, tag] of BUILT) {
    const tags = tag === undefined ? [] : [tag]
    await pushToRegistry(registry.host, `test/${image}`, await built(image, tag), tags)
  }
  const folder = path.join(place, 'shop')
  await mkdir(folder)
  await mkdir(path.join(place, 'bin'))
  await symlink(path.join(ROOT, 'bin', 'run.js'), path.join(place, 'bin', 'promote'))
  await writeFile(path.join(place, '.gitconfig'), '[user]\nname = kari\nemail = kari@example.com\n')
  await writeFile(path.join(folder, 'promotion.yaml'), file.replaceAll(host, registry.host))
  const env = {
    PATH: [path.join(place, 'bin'), path.dirname(process.execPath), process.env.PATH ?? ''].join(':'),
    HOME: place,
    XDG_CACHE_HOME: CACHE_FOLDER,
    TZ: 'UTC',
    PROMOTE_ACTOR: 'kari',
  }
  return {
    folder,
    async run(command, last = 0) {
      const line = `(exit ${last})\n${command.replaceAll(host, registry.host)}`
      const child = spawn('bash', ['-c', line], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
      const ended = new Promise<number | null>((resolve, reject) => {
        child.once('error', reject)
        child.once('close', resolve)
      })
      const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
      const printed = `${stdout}\n${stderr.replace(/^(?:…|content|reading).*$\n?/gm, '')}`
      const lines = printed.replaceAll(registry.host, host).trim().split('\n')
      return { code, lines: lines.filter((text, index) => text !== '' || lines[index - 1] !== '') }
    },
    close: () => stack.disposeAsync(),
  }
}
