import { dirname, join, resolve } from 'node:path'
import { PromoteError } from '../support/errors.ts'
import { loadConfig } from './promotion.ts'
import type { Surroundings } from './surroundings.ts'

/** A file of a promotion that nothing else is written over. */
export interface PromotionPath {
  readonly path: string
  /** What it is, in a sentence. */
  readonly what: string
  /** Whether files named after it are meant as well. */
  readonly withBeside: boolean
}

/**
 * The promotion file that is named or found, and its ledger; none where there is no promotion file. Of one that cannot be
 * read the ledger is that which it would have unless told.
 */
export async function promotionFiles(
  named: string | undefined,
  surroundings: Surroundings,
): Promise<readonly PromotionPath[]> {
  const { findPromotionFile } = await import('../documents/promotion/find-promotion-file.ts')
  const { cwd } = surroundings
  const file = named === undefined ? await findPromotionFile(cwd).catch(unlessRefused) : resolve(cwd, named)
  if (file === undefined) return []
  const config = await loadConfig(file, surroundings).catch(unlessRefused)
  const ledger = config?.ledger.file ?? join(dirname(file), 'promotions.jsonl')
  return [
    { path: file, what: 'the promotion file', withBeside: false },
    { path: ledger, what: 'the ledger, or a file beside it', withBeside: true },
  ]
}

function unlessRefused(error: unknown): undefined {
  if (error instanceof PromoteError) return undefined
  throw error
}
