import { describe, expect, test } from 'vitest'
import type { LedgerLine } from '../../src/model/ledger/entry.ts'
import type { Ledger, OpenIntent } from '../../src/model/ledger/ledger.ts'
import { judgeIntent } from '../../src/model/ledger/open-intents.ts'
import { NOTHING_STANDS } from '../../src/model/ledger/standing/standing.ts'
import { digestOf } from '../../src/oci/digest.ts'
import { PromoteError } from '../../src/support/errors.ts'
import {
  abandonBody,
  everyKind,
  holdBody,
  intentBody,
  outcomeBody,
  rejectBody,
  releaseBody,
  step,
} from '../ledger/entry-bodies.ts'
import { collect } from '../support/collect.ts'
import { entriesIn } from '../support/ledger.ts'

/** One ledger, empty at first. Each call opens it anew, as another process would. */
export type OpenLedger = () => Ledger

const sequences = (open: readonly OpenIntent[]): number[] => open.map(({ entry }) => entry.sequence)

/** Everything a ledger promises. */
const cases = {
  'an empty one has no entries, no head and nothing open, and verifies': async (open) => {
    const ledger = open()
    expect(await collect(ledger.entries())).toEqual([])
    expect(await ledger.head()).toBeUndefined()
    expect(await ledger.open()).toEqual([])
    expect(await ledger.standing()).toEqual(NOTHING_STANDS)
    expect(await ledger.verify()).toMatchObject({
      exists: false,
      ok: true,
      entries: 0,
      head: null,
      problems: [],
      torn: null,
    })
    await ledger.checkWritable()
    expect(await collect(open().entries())).toEqual([])
  },
  'entries of every kind come back as they went in, each in its place of the chain': async (open) => {
    const ledger = open()
    const { entry: intent } = await ledger.append(intentBody([step('a')]))
    const { entry: outcome } = await ledger.append(outcomeBody(intent.id, [step('a', { outcome: 'failed' })]))
    const { entry: other } = await ledger.append(intentBody([step('b')]))
    const { entry: abandon } = await ledger.append(abandonBody(other.id))
    const all = [intent, outcome, other, abandon]
    expect(await entriesIn(ledger)).toEqual(all)
    expect(await entriesIn(open())).toEqual(all)
    expect(all.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4])
    expect(all.map(({ previous }) => previous)).toEqual([null, intent.hash, outcome.hash, other.hash])
    expect(new Set(all.map(({ id }) => id)).size).toBe(4)
    expect(await open().head()).toEqual({ sequence: 4, hash: abandon.hash })
  },
  'a body of each kind can be appended and read': async (open) => {
    const ledger = open()
    const { entry: intent } = await ledger.append(intentBody([step('a')]))
    const bodies = Object.values(everyKind(intent.id))
    for (const body of bodies) await ledger.append(body)
    expect((await entriesIn(open())).slice(1)).toMatchObject(bodies)
  },
  'what was said no to stands until it is released, also for one that is opened later': async (open) => {
    const ledger = open()
    const { entry: hold } = await ledger.append(holdBody())
    const { entry: reject } = await ledger.append(rejectBody())
    expect(await ledger.standing()).toEqual({ ...NOTHING_STANDS, holds: [hold], rejections: [reject] })
    expect(await open().standing()).toEqual({ ...NOTHING_STANDS, holds: [hold], rejections: [reject] })
    let seen: unknown
    await open().append(releaseBody(hold.id), (_, standing) => {
      seen = standing
    })
    expect(seen).toEqual({ ...NOTHING_STANDS, holds: [hold], rejections: [reject] })
    expect(await ledger.standing()).toEqual({ ...NOTHING_STANDS, rejections: [reject] })
  },
  'what one opened after another wrote is seen by both': async (open) => {
    const [one, two] = [open(), open()]
    const { entry: intent } = await one.append(intentBody([step('a')]))
    expect(sequences(await two.open())).toEqual([1])
    await two.append(outcomeBody(intent.id, [step('a')]))
    expect(await one.open()).toEqual([])
    expect((await one.append(intentBody([]))).entry.sequence).toBe(3)
  },
  'the judge sees what is open at that moment, and its refusal writes nothing': async (open) => {
    const { entry: intent } = await open().append(intentBody([step('a')]))
    const other = intentBody([step('b')])
    const refused = open().append(other, (now) => void judgeIntent(now, other))
    await expect(refused).rejects.toMatchObject({ code: 'locked' })
    expect((await open().head())?.sequence).toBe(1)
    let seen: readonly OpenIntent[] = []
    await open().append(outcomeBody(intent.id, [step('a')]), (now) => {
      seen = now
    })
    expect(seen).toEqual([{ entry: intent, pins: [expect.objectContaining({ tag: '1.4.2' })] }])
    await open().append(other, (now) => void judgeIntent(now, other))
    expect(sequences(await open().open())).toEqual([3])
  },
  'appends at once all get a place, and of those that want one tag for two digests one wins': async (
    open,
  ) => {
    const bodies = Array.from({ length: 8 }, (_, index) => intentBody([step(`content ${index}`)]))
    const ended = await Promise.allSettled(
      bodies.map((body) => open().append(body, (now) => void judgeIntent(now, body))),
    )
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await Promise.all(
      Array.from({ length: 8 }, (_, index) => open().append(outcomeBody(null, [], { error: `${index}` }))),
    )
    expect((await entriesIn(open())).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(await open().verify()).toMatchObject({ ok: true, entries: 9 })
  },
  'verifying finds a head noted at any time, and says when none has it': async (open) => {
    const ledger = open()
    const heads = []
    for (const content of ['a', 'b', 'c']) {
      await ledger.append(outcomeBody(null, [step(content)]))
      heads.push((await ledger.head())?.hash ?? '')
    }
    for (const [index, head] of heads.entries()) {
      expect(await open().verify({ head })).toMatchObject({ ok: true, noted: { sequence: index + 1 } })
      expect(await open().verify({ head: head.slice('sha256:'.length) })).toMatchObject({ ok: true })
    }
    expect(await open().verify({ head: digestOf('elsewhere') })).toMatchObject({
      ok: false,
      noted: { sequence: null },
    })
    await expect(open().verify({ head: 'latest' })).rejects.toMatchObject({ code: 'usage' })
  },
  'a body that is no entry is refused, and writes nothing': async (open) => {
    const bad = outcomeBody(null, [step('a', { bytes: -1 })])
    await expect(open().append(bad)).rejects.toMatchObject({ code: 'ledger' })
    expect(await open().head()).toBeUndefined()
  },
  'an append that is told to stop before it begins writes nothing': async (open) => {
    const stop = new PromoteError('cancelled', 'Stopped.')
    const options = { signal: AbortSignal.abort(stop) }
    await expect(open().append(intentBody([]), undefined, options)).rejects.toBe(stop)
    expect(await open().head()).toBeUndefined()
  },
  'a reader that stops early leaves nothing open that a writer waits for': async (open) => {
    await open().append(intentBody([]))
    await open().append(intentBody([]))
    let first: LedgerLine | undefined
    for await (const line of open().entries()) {
      first = line
      break
    }
    expect(first?.entry.sequence).toBe(1)
    expect((await open().append(intentBody([]))).entry.sequence).toBe(3)
  },
} satisfies Record<string, (open: OpenLedger) => Promise<void>>

/** Holds a kind of ledger to every sentence of src/model/ledger/ledger.ts. @param make an empty ledger, one for each test */
export function ledgerContract(name: string, make: () => Promise<OpenLedger>): void {
  describe(`ledger contract: ${name}`, () => {
    for (const [sentence, run] of Object.entries(cases)) test(sentence, async () => run(await make()))
  })
}
