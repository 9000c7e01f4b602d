import type { FileHandle } from 'node:fs/promises'
import type { LedgerEntry, LedgerHead } from '../../model/ledger/ledger.ts'
import { type RawLine, readLines } from '../file/lines.ts'
import { type Decoded, decodeLine, linkFault } from './line.ts'

/** What one line of the file turned out to be. */
export type ChainItem =
  /** A whole entry in its place. `terminated` is false for a last line that lacks only its newline. */
  | { readonly kind: 'entry'; readonly entry: LedgerEntry; readonly line: RawLine }
  /** What a crash left of a last line: never an entry. */
  | { readonly kind: 'torn'; readonly line: RawLine }
  /** A line that breaks the chain, and why, as a sentence. */
  | { readonly kind: 'broken'; readonly line: RawLine; readonly message: string }

/**
 * Walks the first `size` bytes of a ledger and judges every line; goes on after a broken one, as well as
 * that can be done, so that each is named once.
 */
export async function* walkChain(
  handle: FileHandle,
  size: number,
  signal?: AbortSignal,
): AsyncGenerator<ChainItem> {
  let head: LedgerHead | undefined
  // Past a line that is no entry, what the next one should follow is not known.
  let lost = false
  for await (const line of readLines(handle, size, signal)) {
    const decoded = decodeLine(line.bytes)
    if (!decoded.ok) {
      if (isTorn(line, line.offset + line.bytes.length + 1 >= size, decoded)) {
        yield { kind: 'torn', line }
        return
      }
      lost = true
      yield { kind: 'broken', line, message: sentence(decoded.fault) }
      continue
    }
    const { entry } = decoded
    const fault = lost ? undefined : linkFault(head, entry)
    head = { sequence: entry.sequence, hash: entry.hash }
    lost = false
    if (fault === undefined) yield { kind: 'entry', entry, line }
    else yield { kind: 'broken', line, message: sentence(fault) }
  }
}

/**
 * Whether a line that is no entry is what a crash left: a last line without its newline, or one with NUL bytes,
 * which file systems leave where blocks were never written. Anything else with a newline was written whole
 * and changed later.
 */
function isTorn(line: Pick<RawLine, 'bytes' | 'terminated'>, last: boolean, decoded: Decoded): boolean {
  return !decoded.ok && last && (!line.terminated || line.bytes.includes(0))
}

function sentence(fault: string): string {
  return `${fault.charAt(0).toUpperCase()}${fault.slice(1)}.`
}
