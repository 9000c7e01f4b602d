import { canonical } from '../../src/ledger/chain/line.ts'
import type { EntryBody } from '../../src/model/ledger/entry.ts'
import type { LedgerHead } from '../../src/model/ledger/ledger.ts'
import { digestOf } from '../../src/oci/digest.ts'

/** A line after `head` as a newer version would write it: `fields` replace or join those of the body. */
export function newerLine(
  head: LedgerHead,
  body: EntryBody,
  fields: Readonly<Record<string, unknown>>,
): string {
  const entry = {
    ...body,
    formatVersion: 2,
    id: '00000000000000ff',
    sequence: head.sequence + 1,
    previous: head.hash,
    at: '2027-01-02T03:04:05.006Z',
    ...fields,
  }
  return `${canonical({ ...entry, hash: digestOf(canonical(entry)) })}\n`
}
