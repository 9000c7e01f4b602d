import type { ChainReport, LedgerHead } from '../../model/ledger/ledger.ts'
import { isDigest } from '../../oci/digest.ts'
import { PromoteError } from '../../support/errors.ts'
import type { RawLine } from './lines.ts'
import { walkChain } from './walk.ts'

const MOST_PROBLEMS = 100
const MOST_NEWER = 20

/**
 * Verifies a whole chain, wherever its lines come from: every line's form and hash, that each follows from the one
 * before, and that it holds a head noted elsewhere. Takes bounded memory.
 *
 * @param head `sha256:` and 64 hex digits or the digits alone
 * @throws PromoteError `usage` for a head that is no hash, and what reading the lines throws
 */
export async function verifyChain(
  lines: AsyncIterable<RawLine> | Iterable<RawLine>,
  head?: string,
): Promise<Omit<ChainReport, 'exists'>> {
  const wanted = head === undefined ? undefined : parseHead(head)
  const problems: ChainReport['problems'][number][] = []
  const newer: ChainReport['newer'][number][] = []
  let entries = 0
  let last: LedgerHead | null = null
  let torn: ChainReport['torn'] = null
  let found: number | null = null
  for await (const item of walkChain(lines)) {
    const { number, bytes, terminated } = item.raw
    switch (item.kind) {
      case 'torn':
        torn = { line: number, bytes: bytes.length + (terminated ? 1 : 0) }
        break
      case 'broken':
        if (problems.length < MOST_PROBLEMS) problems.push({ line: number, message: item.message })
        last = null
        break
      case 'newer':
      case 'entry': {
        const { sequence, hash, kind } = item.entry
        entries++
        last = { sequence, hash }
        if (hash === wanted) found = sequence
        if (item.kind === 'newer' && newer.length < MOST_NEWER)
          newer.push({ sequence, kind, reason: item.reason })
        break
      }
      default:
        item satisfies never
    }
  }
  const noted = wanted === undefined ? null : { hash: wanted, sequence: found }
  const ok = problems.length === 0 && torn === null && noted?.sequence !== null
  return { ok, entries, head: last, problems, torn, noted, newer }
}

function parseHead(text: string): string {
  const hash = /^[a-f0-9]{64}$/.test(text) ? `sha256:${text}` : text
  if (isDigest(hash)) return hash
  throw new PromoteError('usage', `"${text}" is no head of a ledger (sha256: and 64 hex digits).`, {
    hint: 'Every run prints the head; so does "promote ledger verify".',
  })
}
