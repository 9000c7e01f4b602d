// Makes a checkout ready to work in. Runs on Node 20 or newer, before anything is installed,
// so it uses nothing but Node itself. What is ready already is not done again.
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

/** The folder of the checkout. */
export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

const installed = path.join(root, 'node_modules')

/** The oldest Node that may start these scripts; the tool itself then runs on the one in node_modules. */
const oldestStarter = 20

/** A setup step that cannot go on; the message is all a person needs to see. */
export class SetupError extends Error {}

/**
 * Installs what `package-lock.json` asks for, if it is not installed already.
 *
 * @throws SetupError when Node is too old, git or npm is missing, or the installation failed
 */
export async function ensureReady() {
  const major = Number(process.versions.node.split('.')[0])
  if (major < oldestStarter) {
    throw new SetupError(
      `Node ${process.versions.node} is too old to start this: install Node ${oldestStarter} or newer.`,
    )
  }
  if (!isOnPath('git')) throw new SetupError('git is not on PATH: install it, then run this again.')
  if (!lockFits()) {
    say('Installing dependencies (npm ci) …')
    await npm('ci', '--no-audit', '--no-fund', '--loglevel=error')
  }
  if (nodeVersion() === undefined) {
    say('Installing the Node that this project runs on …')
    await npm('rebuild', 'node', '--loglevel=error')
    if (nodeVersion() === undefined) {
      throw new SetupError(
        'The npm package `node` did not install its binary: remove node_modules and run this again with install scripts allowed.',
      )
    }
  }
}

/** The environment of every step: programs of node_modules first, among them the right Node. */
export function toolEnvironment() {
  const bin = path.join(installed, '.bin')
  return { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` }
}

/**
 * Runs a program in the checkout with {@link toolEnvironment}, its output going where ours goes.
 *
 * @returns its exit code; 1 when a signal ended it
 * @throws SetupError when the program cannot be started
 */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, env: toolEnvironment(), stdio: 'inherit', ...options })
    child.on('error', (error) => reject(new SetupError(`${program} could not be started: ${error.message}`)))
    child.on('close', (code) => resolve(code ?? 1))
  })
}

/** Whether a program is on PATH and starts when asked for its version. */
export function isOnPath(program, question = '--version') {
  return spawnSync(program, [question], { stdio: 'ignore' }).error === undefined
}

/** A line for the person who waits; on stderr, so that results stay alone on stdout. */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/** Runs `work` and sets the exit code: its own, or 1 with one sentence for a {@link SetupError}. */
export async function main(work) {
  try {
    process.exitCode = await work()
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    say(error.message)
    process.exitCode = 1
  }
}

async function npm(...args) {
  // npm tells its scripts where it is; started by hand, the one on PATH serves.
  const own = process.env.npm_execpath
  const [program, first] = own?.endsWith('.js') ? [process.execPath, [own]] : ['npm', []]
  if (program === 'npm' && !isOnPath('npm')) {
    throw new SetupError('npm is not on PATH: install it, then run this again.')
  }
  // The Node that started us, not the one in node_modules, which is about to be replaced.
  const code = await run(program, [...first, ...args], { env: process.env })
  if (code !== 0) throw new SetupError(`npm ${args[0]} failed (exit ${code}).`)
}

/** Whether node_modules holds exactly the packages of the lock file, by npm's own record of it. */
function lockFits() {
  const wanted = readPackages(path.join(root, 'package-lock.json'))
  const found = readPackages(path.join(installed, '.package-lock.json'))
  if (wanted === undefined)
    throw new SetupError('package-lock.json is missing or broken: restore it from git.')
  if (found === undefined) return false
  for (const [place, entry] of Object.entries(wanted)) {
    if (place === '') continue
    const there = found[place]
    // Packages for other systems are optional and stay away.
    if (there === undefined && entry.optional === true) continue
    if (there?.version !== entry.version || there?.integrity !== entry.integrity) return false
  }
  return Object.keys(found).every((place) => place in wanted)
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return undefined
  }
}

/** The version of the Node in node_modules; undefined when it is not there or does not start. */
function nodeVersion() {
  const answer = spawnSync(path.join(installed, '.bin', 'node'), ['--version'], { encoding: 'utf8' })
  return answer.status === 0 ? answer.stdout.trim() : undefined
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    await ensureReady()
    return 0
  })
}
