import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

/**
 * The suffix of the helper that docker takes where its file names none and keeps nothing yet: the keychain of the system,
 * `pass` on Linux where that is installed, else the secret service. Undefined where its program is not on PATH.
 */
export async function defaultHelper(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): Promise<string | undefined> {
  const suffix = await suffixOn(env, platform)
  if (suffix === undefined) return undefined
  const program = `docker-credential-${suffix}${platform === 'win32' ? '.exe' : ''}`
  return (await isOnPath(program, env)) ? suffix : undefined
}

async function suffixOn(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): Promise<string | undefined> {
  switch (platform) {
    case 'darwin':
      return 'osxkeychain'
    case 'win32':
      return 'wincred'
    case 'linux':
      return (await isOnPath('pass', env)) ? 'pass' : 'secretservice'
    default:
      return undefined
  }
}

async function isOnPath(
  program: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<boolean> {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const found = await Promise.all(
    folders.map((folder) =>
      access(join(folder, program), constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  )
  return found.includes(true)
}
