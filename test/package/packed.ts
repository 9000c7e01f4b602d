import { execFile } from 'node:child_process'
import { cp, mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = path.join(import.meta.dirname, '..', '..')

/** The tarball that users get. */
export interface Packed {
  /** Path of the tarball. */
  readonly file: string
  /** Bytes of the tarball, and of what is in it. */
  readonly size: number
  readonly unpackedSize: number
  readonly files: readonly string[]
}

/**
 * Packs what the last build made, as `npm publish` would after a clean one.
 */
export async function packInto(folder: string): Promise<Packed> {
  const stage = path.join(folder, 'stage')
  await mkdir(stage, { recursive: true })
  const { files = [] } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
    files?: string[]
  }
  const whole = ['package.json', 'README.md', 'LICENSE', ...files.filter((name) => name !== 'dist')]
  const { outputs } = JSON.parse(await readFile(path.join(root, '.cache', 'build.json'), 'utf8')) as {
    outputs: string[]
  }
  for (const name of [...whole, ...outputs, path.join('dist', 'licenses.txt')])
    await cp(path.join(root, name), path.join(stage, name), { recursive: true })
  const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: stage,
  })
  const answer = JSON.parse(stdout) as PackAnswer[] | Record<string, PackAnswer>
  const [packed] = Object.values(answer)
  if (packed === undefined) throw new Error('npm packed nothing.')
  return {
    file: path.join(folder, packed.filename),
    size: packed.size,
    unpackedSize: packed.unpackedSize,
    files: packed.files.map((one) => one.path).sort(),
  }
}

interface PackAnswer {
  readonly filename: string
  readonly size: number
  readonly unpackedSize: number
  readonly files: readonly { readonly path: string }[]
}
