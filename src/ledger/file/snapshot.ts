import type { FileHandle } from 'node:fs/promises'
import type { LedgerHead, OpenIntent } from '../../model/ledger/ledger.ts'
import { nextOpen } from '../../model/ledger/open-intents.ts'
import { NOTHING_STANDS, nextStanding, type Standing } from '../../model/ledger/standing/standing.ts'
import { PromoteError } from '../../support/errors.ts'
import { decodeLine } from '../chain/line.ts'
import { walkChain } from '../chain/walk.ts'
import { readLastLine, readLines } from './lines.ts'

/** What changes about a file with any write to it, by whatever program; numbers as text, for JSON. */
export interface FileMark {
  readonly inode: string
  /** Bytes. */
  readonly size: string
  /** Nanoseconds. */
  readonly modified: string
  /** Nanoseconds; no program can set this one back. */
  readonly changed: string
}

/** What a writer has to know of a verified ledger. */
export interface Snapshot {
  readonly mark: FileMark
  readonly head: LedgerHead | undefined
  readonly open: readonly OpenIntent[]
  /** What was said no to and not taken back. */
  readonly standing: Standing
  /** Bytes up to the end of the last entry, without what a crash left after it. */
  readonly end: number
  /** `unterminated`: the last entry is whole and lacks only its newline; `torn`: something after the last entry is none. */
  readonly tail: 'whole' | 'unterminated' | 'torn'
  /** The first entry that a newer version made, as a phrase; null when there is none. With one, nothing may be appended. */
  readonly newer: string | null
}

/** What a ledger that does not exist yet holds. */
export const NO_ENTRIES: Omit<Snapshot, 'mark'> = {
  head: undefined,
  open: [],
  standing: NOTHING_STANDS,
  end: 0,
  tail: 'whole',
  newer: null,
}

/**
 * The state of the ledger, verified. One of the `known` snapshots serves when the file has not been touched
 * since it was taken and the last line is the entry it says, which takes one short read. In any other case the
 * whole chain is read and verified.
 *
 * @throws PromoteError `ledger` naming the first line that breaks the chain
 */
export async function takeSnapshot(
  handle: FileHandle,
  name: string,
  known: readonly (Snapshot | undefined)[],
  signal?: AbortSignal,
): Promise<Snapshot> {
  const mark = await markOf(handle)
  for (const candidate of known) {
    if (candidate !== undefined && (await stillHolds(handle, candidate, mark))) return candidate
  }
  return readSnapshot(handle, name, mark, signal)
}

/** The mark of an open file. */
export async function markOf(handle: FileHandle): Promise<FileMark> {
  const { ino, size, mtimeNs, ctimeNs } = await handle.stat({ bigint: true })
  return { inode: `${ino}`, size: `${size}`, modified: `${mtimeNs}`, changed: `${ctimeNs}` }
}

/** The error for a line that breaks the chain. */
export function brokenChain(name: string, line: number, message: string): PromoteError {
  return new PromoteError('ledger', `The ledger ${name} is broken at line ${line}.`, {
    reference: name,
    hint: 'Nothing is written to a broken ledger. Put back the last good copy (from git or a backup), or move this one away for the auditors and begin a new one.',
    problems: [{ message, file: name, line }],
  })
}

/** Fails when a newer version wrote in the ledger: what its entries mean for the next one is not known. @throws PromoteError `ledger` */
export function refuseNewer(name: string, { newer }: Pick<Snapshot, 'newer'>): void {
  if (newer === null) return
  throw new PromoteError('ledger', `The ledger ${name} was made by a newer promote: ${newer}.`, {
    reference: name,
    hint: 'Nothing is written to it by this version, which could break what it does not know. Update promote; reading it (history, ledger show, ledger verify) works meanwhile.',
  })
}

async function stillHolds(handle: FileHandle, known: Snapshot, mark: FileMark): Promise<boolean> {
  const { inode, size, modified, changed } = known.mark
  if (inode !== mark.inode || size !== mark.size) return false
  if (modified !== mark.modified || changed !== mark.changed) return false
  if (known.tail !== 'whole') return false
  const last = await readLastLine(handle, Number(mark.size))
  if (last === undefined) return known.head === undefined
  const decoded = last.terminated ? decodeLine(last.bytes) : undefined
  return decoded?.ok === true && decoded.line.entry.hash === known.head?.hash
}

async function readSnapshot(
  handle: FileHandle,
  name: string,
  mark: FileMark,
  signal: AbortSignal | undefined,
): Promise<Snapshot> {
  let { head, open, standing, end, tail, newer } = NO_ENTRIES
  for await (const item of walkChain(readLines(handle, Number(mark.size), signal))) {
    switch (item.kind) {
      case 'broken':
        throw brokenChain(name, item.raw.number, item.message)
      case 'torn':
        tail = 'torn'
        break
      case 'newer':
      case 'entry': {
        const { raw, entry } = item
        head = { sequence: entry.sequence, hash: entry.hash }
        end = raw.offset + raw.bytes.length + (raw.terminated ? 1 : 0)
        tail = raw.terminated ? 'whole' : 'unterminated'
        if (item.kind === 'entry') {
          open = nextOpen(open, item.entry)
          standing = nextStanding(standing, item.entry)
        } else newer ??= `in entry ${entry.sequence} (${entry.kind}), ${item.reason}`
        break
      }
      default:
        item satisfies never
    }
  }
  return { mark, head, open, standing, end, tail, newer }
}
