import type { LedgerHead } from '../model/ledger.ts'
import { isDigest } from '../oci/digest.ts'
import { PromoteError } from '../support/errors.ts'
import { walkChain } from './chain.ts'
import { openToRead } from './open-file.ts'

/** A line that breaks the chain. */
export interface ChainProblem {
  /** From 1. */
  readonly line: number
  readonly message: string
}

/** What verifying a whole ledger found. */
export interface ChainReport {
  /** Whether nothing is wrong: no problem, nothing torn, and the head that was asked for is there. */
  readonly ok: boolean
  /** Entries that are whole and in their place. */
  readonly entries: number
  /** The last entry's place in the chain; null for an empty ledger, or when its last line is broken. */
  readonly head: LedgerHead | null
  /** The first hundred. */
  readonly problems: readonly ChainProblem[]
  /** What a crash left after the last entry; the next run sets it aside. */
  readonly torn: { readonly line: number; readonly bytes: number } | null
  /** The head that was asked for, and which entry has it; sequence null: none has, the ledger was cut or rewritten. */
  readonly noted: { readonly hash: string; readonly sequence: number | null } | null
}

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
  const problems: ChainProblem[] = []
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
