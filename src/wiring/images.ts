import { stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import type { TransferListener } from '../model/images/transfer.ts'
import type { ContentStore } from '../oci/store.ts'
import type { ImagesContext } from '../pipeline/images/context.ts'
import type { PullOutput } from '../pipeline/images/pull.ts'
import type { PushOrigin } from '../pipeline/images/push.ts'
import { PromoteError } from '../support/errors.ts'
import { known } from '../support/known.ts'
import { DEFAULT_CONCURRENCY } from '../support/limits.ts'
import type { Registries } from './registries.ts'
import { openRepository } from './stores.ts'
import type { Surroundings } from './surroundings.ts'

/** What the use cases about images work with: layouts, the images of this machine and, where given, registries. Reads and makes nothing yet. */
export async function openImages(
  { env, signal }: Surroundings,
  registries: Registries | undefined,
  onTransfer: TransferListener = () => {},
): Promise<ImagesContext> {
  const [{ openLayout }, { openLocalImages }] = await Promise.all([
    import('../layout/layout-store.ts'),
    import('../layout/images/local-images.ts'),
  ])
  const layouts = new Map<string, ContentStore>()
  return {
    stores: {
      open: (location, access = {}) => {
        if (location.kind === 'layout') return known(layouts, location.path, () => openLayout(location.path))
        if (registries === undefined) throw new PromoteError('usage', 'No registry is asked here.')
        return openRepository(registries, location, access)
      },
    },
    local: openLocalImages(imagesFolder(env)),
    concurrency: DEFAULT_CONCURRENCY,
    signal,
    onTransfer,
  }
}

/**
 * A folder or, where the path ends in `.tar`, a file to pull into.
 * @throws PromoteError `usage` for a format that a folder does not have
 */
export async function openPullOutput(
  path: string,
  format: 'oci' | 'docker' | undefined,
): Promise<PullOutput> {
  if (path.endsWith('.tar')) return { kind: 'archive', path, format: format ?? 'oci' }
  if (format === 'docker') {
    throw new PromoteError('usage', '--format docker is a file: its name has to end in .tar.', {
      hint: 'Example: --output image.tar --format docker. A folder is always an OCI image layout.',
    })
  }
  const { openLayout } = await import('../layout/layout-store.ts')
  return { kind: 'layout', path, store: openLayout(path, { goesOn: true }) }
}

/** A folder or a file to push from. @throws PromoteError `not-found` */
export async function openPushOrigin(path: string): Promise<PushOrigin> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined)
    throw new PromoteError('not-found', `There is no folder or file ${path}.`, { reference: path })
  if (!found.isDirectory()) return { kind: 'archive', path }
  const [{ openLayout }, { layoutImages }] = await Promise.all([
    import('../layout/layout-store.ts'),
    import('../layout/layout-images.ts'),
  ])
  return { kind: 'layout', path, store: openLayout(path), images: (options) => layoutImages(path, options) }
}

/**
 * Where the images of this machine are: `promote/images` below `XDG_DATA_HOME` or the folder that the system has for
 * data of a user (XDG Base Directory Specification).
 */
export function imagesFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): string {
  return join(userFolder(env, platform), 'promote', 'images')
}

function userFolder(
  {
    XDG_DATA_HOME: given = '',
    LOCALAPPDATA: local = '',
    HOME: home,
  }: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string {
  // One that is relative is to be ignored.
  if (isAbsolute(given)) return given
  const own = home === undefined || home === '' ? homedir() : home
  if (platform === 'win32') return local === '' ? join(own, 'AppData', 'Local') : local
  return platform === 'darwin' ? join(own, 'Library', 'Application Support') : join(own, '.local', 'share')
}
