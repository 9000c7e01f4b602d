import type { LedgerHead } from '../../model/ledger/ledger.ts'
import type { ChainReport } from '../../model/ledger/reports.ts'
import { isDigest } from '../../oci/digest.ts'
import { PromoteError } from '../../support/errors.ts'
import { openToRead } from '../file/open-file.ts'
import { walkChain } from './walk.ts'

/** How {@link verifyChain} verifies. */
export interface VerifyChainOptions {
  /** A head noted elsewhere, `sha256:` and 64 hex digits or the digits alone: the ledger must end in it or go on from it. */
  readonly head?: string
  readonly signal?: AbortSignal
}

const MOST_PROBLEMS = 100

/**
 * Verifies a whole ledger: every line's form and hash, that each follows from the one before, and that it holds
 * a head noted elsewhere. A ledger that does not exist is empty. Reads without a lock and in bounded memory.
 *
 * @throws PromoteError `usage` for a head that is no hash, `disk` when the file cannot be read
 */
export async function verifyChain(file: string, options: VerifyChainOptions = {}): Promise<ChainReport> {
  const wanted = options.head === undefined ? undefined : parseHead(options.head)
  const problems: ChainReport['problems'][number][] = []
  let entries = 0
  let head: LedgerHead | null = null
  let torn: ChainReport['torn'] = null
  let found: number | null = null
  const handle = await openToRead(file)
  try {
    const { size } = (await handle?.stat()) ?? { size: 0 }
    const items = handle === undefined ? [] : walkChain(handle, size, options.signal)
    for await (const item of items) {
      if (item.kind === 'torn') {
        torn = { line: item.line.number, bytes: size - item.line.offset }
        continue
      }
      if (item.kind === 'broken') {
        if (problems.length < MOST_PROBLEMS) problems.push({ line: item.line.number, message: item.message })
        head = null
        continue
      }
      const { sequence, hash } = item.entry
      entries++
      head = { sequence, hash }
      if (hash === wanted) found = sequence
    }
  } finally {
    await handle?.close()
  }
  const noted = wanted === undefined ? null : { hash: wanted, sequence: found }
  const ok = problems.length === 0 && torn === null && noted?.sequence !== null
  return { ok, entries, head, problems, torn, noted }
}

function parseHead(text: string): string {
  const hash = /^[a-f0-9]{64}$/.test(text) ? `sha256:${text}` : text
  if (isDigest(hash)) return hash
  throw new PromoteError('usage', `"${text}" is no head of a ledger (sha256: and 64 hex digits).`, {
    hint: 'Every run prints the head; so does "promote ledger verify".',
  })
}
