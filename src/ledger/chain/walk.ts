import type { LedgerLine } from '../../model/ledger/entry.ts'
import type { LedgerHead } from '../../model/ledger/ledger.ts'
import { type Decoded, decodeLine, linkFault } from './line.ts'
import type { RawLine } from './lines.ts'

/** What one line turned out to be. */
export type ChainItem =
  /** A whole entry in its place. Its raw line lacks a newline when that alone was lost. */
  | (LedgerLine & { readonly raw: RawLine })
  /** What a crash left of a last line: never an entry. */
  | { readonly kind: 'torn'; readonly raw: RawLine }
  /** A line that breaks the chain, and why, as a sentence. */
  | { readonly kind: 'broken'; readonly raw: RawLine; readonly message: string }

/**
 * Judges every line of a chain, wherever its lines come from; goes on after a broken one, as well as that can be done,
 * so that each is named once.
 */
export async function* walkChain(
  lines: AsyncIterable<RawLine> | Iterable<RawLine>,
): AsyncGenerator<ChainItem> {
  let head: LedgerHead | undefined
  // Past a line that is no entry, what the next one should follow is not known.
  let lost = false
  for await (const raw of lines) {
    const decoded = decodeLine(raw.bytes)
    if (!decoded.ok) {
      if (isTorn(raw, decoded)) {
        yield { kind: 'torn', raw }
        return
      }
      lost = true
      yield { kind: 'broken', raw, message: sentence(decoded.fault) }
      continue
    }
    const { sequence, previous, hash } = decoded.line.entry
    const fault = lost ? undefined : linkFault(head, { sequence, previous })
    head = { sequence, hash }
    lost = false
    if (fault === undefined) yield { ...decoded.line, raw }
    else yield { kind: 'broken', raw, message: sentence(fault) }
  }
}

/**
 * Whether a line that is no entry is what a crash left: a last line without its newline, or one with NUL bytes,
 * which file systems leave where blocks were never written. Anything else with a newline was written whole
 * and changed later.
 */
function isTorn({ last, terminated, bytes }: RawLine, decoded: Decoded): boolean {
  return !decoded.ok && last && (!terminated || bytes.includes(0))
}

function sentence(fault: string): string {
  return `${fault.charAt(0).toUpperCase()}${fault.slice(1)}.`
}
