import { randomBytes } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { EntryBody, Envelope, LedgerEntry, LedgerLine } from '../../model/ledger/entry.ts'
import type { LedgerHead } from '../../model/ledger/ledger.ts'
import { digestOf } from '../../oci/digest.ts'
import { PromoteError } from '../../support/errors.ts'
import { FORMAT_VERSION, shapeOf } from './shape.ts'

/** Bytes a line may have; a longer one is no entry. */
export const MAX_LINE_BYTES = 64 * 1024 * 1024

/** A line of the ledger, or the phrase that says why the bytes are none. */
export type Decoded =
  | { readonly ok: true; readonly line: LedgerLine }
  | { readonly ok: false; readonly fault: string }

/**
 * Makes the entry that follows `head`: with a random id, its place in the chain and its hash.
 * @throws PromoteError `ledger` when the body is no valid one
 */
export function seal(body: EntryBody, head: LedgerHead | undefined, now: Date): LedgerEntry {
  const sealed = {
    ...body,
    formatVersion: FORMAT_VERSION,
    id: randomBytes(8).toString('hex'),
    sequence: (head?.sequence ?? 0) + 1,
    previous: head?.hash ?? null,
    at: now.toISOString(),
    // A body read from a file may be a whole line: a hash of its own would be hashed too, and fit nothing.
    hash: undefined,
  }
  const open = plain(sealed)
  const entry: unknown = { ...open, hash: digestOf(canonical(open)) }
  const shaped = shapeOf(entry)
  if (shaped.ok && shaped.line.kind === 'entry') return shaped.line.entry
  const why = shaped.ok ? 'it has a field or a word that is not known' : shaped.fault
  throw new PromoteError('ledger', `The entry cannot be recorded: ${why}.`)
}

/** The entry as a line with its newline. */
export function encodeLine(entry: LedgerEntry): Buffer {
  const line = Buffer.from(`${canonical(entry)}\n`, 'utf8')
  if (line.length <= MAX_LINE_BYTES) return line
  throw new PromoteError('ledger', `The entry cannot be recorded: it has ${line.length} bytes.`)
}

/**
 * Reads a line without its newline. Every byte counts: other white space, another order of keys, an escape
 * that is not needed or a key that stands twice make it no entry, for none of them is the canonical form.
 */
export function decodeLine(bytes: Uint8Array): Decoded {
  if (bytes.length === 0) return fault('it is empty')
  if (bytes.at(-1) === 0x0d) return fault('it ends in a carriage return: something changed its line ends')
  const text = decodeUtf8(bytes)
  const value = text === undefined ? undefined : parseJson(text)
  if (value === undefined) return fault('it is no JSON')
  const shaped = shapeOf(value)
  if (!shaped.ok) return shaped
  const { hash, ...rest } = shaped.line.entry
  try {
    if (digestOf(canonical(rest)) !== hash) return fault('its hash does not fit its content: it was changed')
    if (canonical(value) !== text) return fault('it is not in canonical form: it was changed')
  } catch (error) {
    if (error instanceof PromoteError) return fault('it has no canonical form: it was changed')
    throw error
  }
  return shaped
}

/** What is wrong with `entry` after `head`, as a phrase; undefined when it follows. */
export function linkFault(
  head: LedgerHead | undefined,
  entry: Pick<Envelope, 'sequence' | 'previous'>,
): string | undefined {
  const sequence = (head?.sequence ?? 0) + 1
  if (entry.sequence !== sequence) {
    return `its sequence is ${entry.sequence}, not ${sequence}: entries were removed, added or moved`
  }
  if (entry.previous !== (head?.hash ?? null)) return 'it does not follow from the entry before it'
  return undefined
}

/** RFC 8785. */
export function canonical(value: unknown): string {
  try {
    const text = canonicalize(value)
    if (text !== undefined) return text
  } catch (cause) {
    throw new PromoteError('ledger', 'The entry cannot be recorded: it has no canonical form.', { cause })
  }
  throw new PromoteError('ledger', 'The entry cannot be recorded: it has no canonical form.')
}

/** What JSON keeps of a value; a text cut within a surrogate pair is mended, for RFC 8785 refuses it. */
function plain(value: object): object {
  return JSON.parse(
    JSON.stringify(value, (_, member) => (typeof member === 'string' ? member.toWellFormed() : member)),
  )
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function fault(text: string): Decoded {
  return { ok: false, fault: text }
}
