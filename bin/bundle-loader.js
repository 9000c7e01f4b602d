// Loads the bundles of dist/ with the code that V8 made of them in an earlier run. Node's own compile cache keeps only what
// is compiled while a file is loaded; this one keeps what a run used, a third of the time of a short one.
// docs/decisions/start-up.md
const { closeSync, fstatSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } =
  process.getBuiltinModule('node:fs')
const { createRequire, enableCompileCache } = process.getBuiltinModule('node:module')
const { dirname, join } = process.getBuiltinModule('node:path')
const { cachedDataVersionTag } = process.getBuiltinModule('node:v8')
const { Script, constants } = process.getBuiltinModule('node:vm')

/** Bytes of the digest that each kept file begins with. */
const DIGEST_BYTES = 32

/**
 * Returns a function that loads a bundle by its path in `folder`, and gives what it exports. At the end of the process the
 * code of bundles that had none is kept where Node keeps its own; `NODE_DISABLE_COMPILE_CACHE` and `NODE_COMPILE_CACHE`
 * hold for both. What cannot be kept or read, is damaged, or belongs to another user is left alone.
 * @param {string} folder
 * @param {string} use what this run is for: each use has code of its own
 * @returns {(file: string) => any}
 */
export function bundleLoader(folder, use) {
  const { directory } = enableCompileCache()
  // V8's version, its flags and the processor: code is taken only where all of them are the same.
  const kept = directory === undefined ? undefined : join(directory, `promote-${cachedDataVersionTag()}`)
  const fresh = []
  process.once('exit', () => keepAll(fresh))
  const load = (file) => {
    const filename = join(folder, file)
    const source = readFileSync(filename, 'latin1')
    // A build writes the digest of what follows into the first line.
    const name = `${use}-${/^\/\/ ([\da-f]{16})/.exec(source)?.[1] ?? ''}`
    const place = kept === undefined ? undefined : join(kept, name)
    const cachedData = place === undefined ? undefined : readKept(place)
    const script = new Script(`(function(exports,require,module,__filename,__dirname){${source}\n})`, {
      filename,
      cachedData,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    })
    if (place !== undefined && cachedData === undefined) fresh.push({ place, script })
    const outside = createRequire(filename)
    const inside = (id) => (id.startsWith('./') ? load(id) : outside(id))
    const module = { exports: {} }
    script.runInThisContext()(module.exports, Object.assign(inside, outside), module, filename, folder)
    return module.exports
  }
  return load
}

function digestOf(bytes) {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(bytes).digest()
}

function readKept(place) {
  let descriptor
  try {
    descriptor = openSync(place, 'r')
    const { uid } = fstatSync(descriptor)
    if (process.getuid !== undefined && uid !== process.getuid()) return undefined
    const bytes = readFileSync(descriptor)
    const code = bytes.subarray(DIGEST_BYTES)
    return digestOf(code).equals(bytes.subarray(0, DIGEST_BYTES)) ? code : undefined
  } catch {
    return undefined
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

function keepAll(fresh) {
  for (const { place, script } of fresh) {
    try {
      const code = script.createCachedData()
      mkdirSync(dirname(place), { recursive: true, mode: 0o700 })
      const partial = `${place}.${process.pid}`
      writeFileSync(partial, Buffer.concat([digestOf(code), code]), { mode: 0o600, flag: 'wx' })
      renameSync(partial, place)
    } catch {
      // The next run compiles again.
    }
  }
}
