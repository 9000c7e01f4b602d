import { execFileSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import path from 'node:path'

const built = path.join(import.meta.dirname, '..', '..', '.cache', 'registries')

/**
 * Where a program is: one that `npm test` built from test/registries/ first, else on PATH;
 * undefined when it is nowhere.
 */
export function toolPath(name: string): string | undefined {
  const folders = [built, ...(process.env.PATH ?? '').split(path.delimiter)]
  return folders.map((folder) => path.join(folder, name)).find(isExecutable)
}

/** The built test registry of that name, never one from PATH; undefined when it is not built. */
export function builtPath(name: string): string | undefined {
  const file = path.join(built, name)
  return isExecutable(file) ? file : undefined
}

/** A `registry` on PATH, when it is the third version of distribution. */
export function distribution3OnPath(): string | undefined {
  const file = toolPath('registry')
  if (file === undefined) return undefined
  return execFileSync(file, ['--version'], { encoding: 'utf8' }).includes('/distribution/v3 ')
    ? file
    : undefined
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
