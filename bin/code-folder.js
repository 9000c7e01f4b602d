// Where compiled code is kept: a folder that is this user's alone, for what is kept there runs. docs/decisions/start-up.md
const { lstatSync, mkdirSync, realpathSync } = process.getBuiltinModule('node:fs')
const { homedir } = process.getBuiltinModule('node:os')
const { dirname, isAbsolute, join } = process.getBuiltinModule('node:path')

/** Permission bits of stat(2). */
const [others, othersWrite, sticky] = [0o077, 0o022, 0o1000]

/**
 * The folder for compiled code, below the user's cache folder; made where it is missing. Undefined, and no word about it,
 * where there is none that nobody else can write, read or put another in the place of; with `NODE_DISABLE_COMPILE_CACHE`,
 * and with `NODE_COMPILE_CACHE`, under which Node keeps code itself.
 * @returns {string | undefined}
 */
export function codeFolder() {
  const { NODE_DISABLE_COMPILE_CACHE: disabled, NODE_COMPILE_CACHE: nodes } = process.env
  return disabled === undefined && !nodes ? privateFolder() : undefined
}

function privateFolder() {
  try {
    const cache = userCache()
    if (!isAbsolute(cache)) return undefined
    // Windows has no such permissions: there it is the user's profile that is closed to others.
    if (process.getuid === undefined) return join(cache, 'promote')
    const uid = process.getuid()
    const missing = missingOf(cache)
    // Looked at first, so that root does not leave a folder in another user's home.
    if (!isHeld(missing.length === 0 ? cache : dirname(missing[0]), uid)) return undefined
    // Not with `recursive`: where a file system says ENOENT to every mkdir, as /proc does, Node tries for ever.
    for (const path of missing) makeFolder(path)
    // Without symbolic links, which could lead elsewhere later.
    const base = realpathSync(cache)
    const folder = join(base, 'promote')
    makeFolder(folder)
    return isOurs(folder, uid) && isHeld(base, uid) ? folder : undefined
  } catch {
    // No home, no place in it, no right to write: it does without.
    return undefined
  }
}

function userCache() {
  const { XDG_CACHE_HOME: named = '', LOCALAPPDATA: local = '' } = process.env
  if (isAbsolute(named)) return named
  if (process.platform === 'win32' && isAbsolute(local)) return local
  return join(homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache')
}

/** What there is not yet of a path, from above. */
function missingOf(folder) {
  const missing = []
  for (let path = folder; lstatSync(path, { throwIfNoEntry: false }) === undefined; path = dirname(path))
    missing.unshift(path)
  return missing
}

function makeFolder(path) {
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    // It is there, or another run that starts now has made it.
    if (error.code !== 'EEXIST') throw error
  }
}

function isOurs(folder, uid) {
  const found = lstatSync(folder)
  return found.isDirectory() && found.uid === uid && (found.mode & others) === 0
}

/** Whether nobody but this user and root can rename what is in a folder, or the folder, or one above it. */
function isHeld(folder, uid) {
  for (let path = realpathSync(folder); ; path = dirname(path)) {
    const { uid: owner, mode } = lstatSync(path)
    if (owner !== uid && owner !== 0) return false
    if ((mode & othersWrite) !== 0 && (mode & sticky) === 0) return false
    if (dirname(path) === path) return true
  }
}
