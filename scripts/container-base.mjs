// The image that stands in for docker.io/library/node in test/containers: Debian with Node, npm and the
// user `node`, made once into .cache/containers. Nothing is pulled from Docker Hub.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { isOnPath, root, run, SetupError, say, toolEnvironment } from './setup.mjs'

const folder = path.join(root, '.cache', 'containers')
const rootfs = path.join(folder, 'node.tar')
const stamp = path.join(folder, 'node.source')
const node = path.join(root, 'node_modules', 'node', 'bin', 'node')

/** What the official image has too: Node and npm in /usr/local, and a user of id 1000. */
const hooks = [
  'install -D "$BASE_NODE" "$1/usr/local/bin/node"',
  'mkdir -p "$1/usr/local/lib/node_modules" && cp -R "$BASE_NPM" "$1/usr/local/lib/node_modules/npm"',
  'ln -s ../lib/node_modules/npm/bin/npm-cli.js "$1/usr/local/bin/npm"',
  'chroot "$1" useradd --create-home --uid 1000 --user-group --shell /bin/bash node',
]

/**
 * Makes the base where it is not made yet, or its recipe or Node changed. Where a program is missing the
 * suites that need it are skipped; with `isCi` that is a failure.
 *
 * @throws SetupError in CI, when it cannot be made
 */
export async function makeContainerBase(isCi) {
  const missing = ['podman', 'buildah', 'runc', 'mmdebstrap'].filter((program) => !isOnPath(program))
  const reason = missing.length > 0 ? `${missing.join(', ')} not on PATH` : await make()
  if (reason === undefined) return
  const sentence = `No container can be built here: ${reason}`
  if (isCi) throw new SetupError(`${sentence}. CI does not skip what needs one.`)
  say(`${sentence}: tests in test/containers are skipped.`)
}

async function make() {
  const npm = npmFolder()
  if (npm === undefined) return 'npm was not found as a folder'
  const wanted = digestOfRecipe()
  if (existsSync(rootfs) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return undefined
  say('Making the base of container tests (once; it takes a minute) …')
  mkdirSync(folder, { recursive: true })
  const partial = `${rootfs}.partial.tar`
  const args = [
    '--quiet',
    '--variant=minbase',
    ...hooks.map((hook) => `--customize-hook=${hook}`),
    'bookworm',
    partial,
  ]
  const env = { ...toolEnvironment(), BASE_NODE: node, BASE_NPM: npm }
  try {
    if ((await run('mmdebstrap', args, { env, stdio: ['ignore', 'inherit', 'inherit'] })) !== 0)
      return 'mmdebstrap failed'
    renameSync(partial, rootfs)
    writeFileSync(stamp, wanted)
    return undefined
  } finally {
    rmSync(partial, { force: true })
  }
}

/** The folder of the npm that runs this, or of the one on PATH. */
function npmFolder() {
  const { npm_execpath: running } = process.env
  const found = spawnSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).stdout.trim()
  return [running, found]
    .filter((file) => file !== undefined && file !== '' && existsSync(file))
    .map((file) => path.dirname(path.dirname(realpathSync(file))))
    .find((where) => existsSync(path.join(where, 'bin', 'npm-cli.js')))
}

function digestOfRecipe() {
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout
  return createHash('sha256')
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .update(version)
    .digest('hex')
}
