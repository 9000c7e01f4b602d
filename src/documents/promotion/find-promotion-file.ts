import { stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { PromoteError } from '../../support/errors.ts'
import { errnoOf } from '../../support/system-error.ts'

const FILE_NAMES = ['promotion.yaml', 'promotion.yml'] as const

/**
 * The absolute path of the `promotion.yaml` or `promotion.yml` in a folder or the nearest of its parents that has one.
 * @throws PromoteError `usage` when that folder has both
 */
export async function findPromotionFile(startFolder: string): Promise<string | undefined> {
  for (let folder = resolve(startFolder); ; folder = dirname(folder)) {
    const paths = FILE_NAMES.map((name) => join(folder, name))
    const areThere = await Promise.all(paths.map(isFile))
    const [found, other] = paths.filter((_, index) => areThere[index])
    if (other !== undefined) {
      throw new PromoteError('usage', `${folder} has both ${FILE_NAMES.join(' and ')}.`, {
        hint: 'Remove one of them, or name the one that is meant with -f FILE.',
      })
    }
    if (found !== undefined) return found
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
