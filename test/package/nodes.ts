import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const cache = path.join(import.meta.dirname, '..', '..', '.cache', 'nodes')

/** The oldest Node the package says it runs on. */
const OLDEST = '22.19.0'

/** One Node to install and run the package with; `reason` says why it is not here. */
export type TestNode =
  | { readonly version: string; readonly program: string }
  | { readonly version: string; readonly reason: string }

/**
 * The Node this runs on and the oldest one, which comes from the npm registry once.
 * @throws Error in CI when that one cannot be had
 */
export async function testNodes(): Promise<readonly TestNode[]> {
  const own = { version: process.versions.node, program: process.execPath }
  const folder = path.join(cache, OLDEST)
  const name = `node-${process.platform}-${process.arch}`
  const program = path.join(folder, 'node_modules', name, 'bin', 'node')
  try {
    if (!existsSync(program)) {
      await mkdir(folder, { recursive: true })
      const quiet = ['--no-audit', '--no-fund', '--no-save', '--ignore-scripts']
      await run('npm', ['install', ...quiet, '--prefix', folder, `${name}@${OLDEST}`], { cwd: folder })
    }
    await run(program, ['--version'])
    return [own, { version: OLDEST, program }]
  } catch (cause) {
    if (process.env.CI === 'true') throw new Error(`${name}@${OLDEST} could not be installed`, { cause })
    return [own, { version: OLDEST, reason: `${name}@${OLDEST} could not be installed` }]
  }
}
