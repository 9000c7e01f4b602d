import { stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { errnoOf } from '../../support/system-error.ts'

const FILE_NAME = 'promotion.yaml'

/** The absolute path of the `promotion.yaml` in a folder or the nearest of its parents that has one. */
export async function findPromotionFile(startFolder: string): Promise<string | undefined> {
  for (let folder = resolve(startFolder); ; folder = dirname(folder)) {
    const path = join(folder, FILE_NAME)
    if (await isFile(path)) return path
    if (folder === dirname(folder)) return undefined
  }
}

const NOT_THERE = new Set<string | undefined>(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP'])

async function isFile(path: string): Promise<boolean> {
  try {
    return !(await stat(path)).isDirectory()
  } catch (error) {
    if (NOT_THERE.has(errnoOf(error))) return false
    throw error
  }
}
