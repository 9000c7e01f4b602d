// Loads the bundles of dist/ with the code that V8 made of them in an earlier run. docs/decisions/start-up.md
import { codeFolder } from './code-folder.js'

const { hash } = process.getBuiltinModule('node:crypto')
const { readFileSync, renameSync, writeFileSync } = process.getBuiltinModule('node:fs')
const { createRequire } = process.getBuiltinModule('node:module')
const { dirname, join } = process.getBuiltinModule('node:path')
const { cachedDataVersionTag } = process.getBuiltinModule('node:v8')
const { Script } = process.getBuiltinModule('node:vm')

/** Bytes of a SHA-256 digest. A kept file is the source's digest, that of the code, and the code; at first the source's alone. */
const DIGEST = 32

/** Milliseconds of a run after which V8 begins to throw compiled code away: what is left then is not what a start needs. */
const LONG_RUN = 5_000

/**
 * Returns a function that loads a bundle, and those that it requires, by the path of its file, and gives what it exports.
 * Node's compile cache keeps only what is compiled while a file is loaded; this keeps what a whole run used. It is written
 * at the end of the second run: a machine that runs a command once has no use for it. What cannot be kept or read, is
 * damaged, or does not fit the bundle or this V8 is left alone.
 * @param {string} use what this run is for: each use has code of its own
 * @returns {(file: string) => any}
 */
export function bundleLoader(use) {
  const folder = codeFolder()
  if (folder === undefined) return createRequire(import.meta.url)
  // V8's version, its flags and the processor: code is taken only where all of them are the same.
  const tag = cachedDataVersionTag()
  const pending = []
  process.once('exit', () => keepAll(pending, tag))
  const load = (file) => {
    const bytes = readFileSync(file)
    const digest = sha256(bytes)
    const place = join(folder, hash('sha256', [file, use, tag].join('\0')))
    const kept = readKept(place)
    const isKnown = kept.subarray(0, DIGEST).equals(digest)
    const code = kept.subarray(2 * DIGEST)
    const isWhole = isKnown && sha256(code).equals(kept.subarray(DIGEST, 2 * DIGEST))
    const script = new Script(`(function(exports,require,module,__filename,__dirname){${bytes}\n})`, {
      filename: file,
      ...(isWhole ? { cachedData: code } : {}),
    })
    if (!isWhole) pending.push({ place, digest, script: isKnown ? script : undefined })
    const outside = createRequire(file)
    const inside = (id) => (id.startsWith('./') ? load(join(dirname(file), id)) : outside(id))
    const module = { exports: {} }
    script.runInThisContext()(module.exports, inside, module, file, dirname(file))
    return module.exports
  }
  return load
}

function sha256(bytes) {
  return hash('sha256', bytes, 'buffer')
}

function readKept(place) {
  try {
    return readFileSync(place)
  } catch {
    return Buffer.alloc(0)
  }
}

function keepAll(pending, tag) {
  // A flag that is still set would be part of the code, which no start could take then.
  if (cachedDataVersionTag() !== tag) return
  for (const { place, digest, script } of pending) {
    try {
      if (script === undefined) write(place, digest)
      else if (performance.now() < LONG_RUN) {
        const code = script.createCachedData()
        write(place, Buffer.concat([digest, sha256(code), code]))
      }
    } catch {
      // The next run compiles again.
    }
  }
}

/** Whole or not at all. */
function write(place, bytes) {
  const partial = `${place}.${process.pid}`
  writeFileSync(partial, bytes, { mode: 0o600, flag: 'wx' })
  renameSync(partial, place)
}
