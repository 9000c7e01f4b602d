import { stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'

const FILE_NAME = 'promotion.yaml'

/** The absolute path of the `promotion.yaml` in a folder or the nearest of its parents that has one. */
export async function findPromotionFile(startFolder: string): Promise<string | undefined> {
  for (let folder = resolve(startFolder); ; folder = dirname(folder)) {
    const path = join(folder, FILE_NAME)
    if (await isFile(path)) return path
    if (folder === dirname(folder)) return undefined
  }
}

const NOT_THERE = new Set<unknown>(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP'])

async function isFile(path: string): Promise<boolean> {
  try {
    return !(await stat(path)).isDirectory()
  } catch (error) {
    if (error instanceof Error && 'code' in error && NOT_THERE.has(error.code)) return false
    throw error
  }
}
