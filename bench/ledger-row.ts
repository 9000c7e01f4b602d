import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { encodeLine, seal } from '../src/ledger/chain/line.ts'
import { openLedger } from '../src/ledger/file/file-ledger.ts'
import type { LedgerEntry, OutcomeBody } from '../src/model/ledger/entry.ts'
import { digestOf } from '../src/oci/digest.ts'
import { systemClock } from '../src/support/clock.ts'
import type { Runs } from './copy-row.ts'
import type { Ground } from './depot.ts'
import type { RowResult, Sample } from './result.ts'

/** Appends are short: this many times as many as runs asked for. */
const oftener = 10

/** Times an append to a short ledger and to a long one. */
export async function runLedgerRow(ground: Ground, { runs, say }: Runs): Promise<RowResult> {
  const folder = path.join(ground.folder, 'ledger')
  await mkdir(folder)
  await using stack = new AsyncDisposableStack()
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const lengths = [10, 100_000]
  const files = new Map(
    lengths.map((length) => [length, path.join(folder, String(length), 'promotions.jsonl')]),
  )
  for (const [length, file] of files) {
    await mkdir(path.dirname(file))
    await pipeline(Readable.from(lines(length)), createWriteStream(file))
    // The first append verifies the whole chain and notes how far it came.
    await openLedger(file, { clock: systemClock }).append(body)
  }
  const samples = new Map<number, Sample[]>(lengths.map((length) => [length, []]))
  for (let round = 0; round < runs * oftener; round += 1) {
    for (const [length, file] of files) {
      const begun = performance.now()
      await openLedger(file, { clock: systemClock }).append(body)
      const milliseconds = performance.now() - begun
      samples.get(length)?.push({ milliseconds, cpuSeconds: undefined, peakBytes: undefined })
    }
  }
  const name = (length: number) => `append with ${length.toLocaleString('en')} entries behind it`
  const [short, long] = lengths.map(name)
  say(`  ${runs * oftener} appends each`)
  return {
    id: 'ledger',
    title: 'Ledger',
    how: 'one entry, flushed to disk; the ledger is opened anew each time; within one process, with no part of a promotion around it',
    tools: Array.from(samples, ([length, list]) => ({ tool: name(length), samples: list })),
    ...(short === undefined ? {} : { baseline: short }),
    targets: [
      {
        what: 'as fast with 100,000 entries as with 10 (at most 1.2 ×)',
        ...(long === undefined ? {} : { tool: long }),
        measure: 'milliseconds',
        against: short === undefined ? [] : [short],
        atMost: 1.2,
      },
    ],
  }
}

const body: OutcomeBody = {
  kind: 'outcome',
  run: { id: 'bench', actor: 'release-manager', actorFrom: 'env', ci: null, commit: null, tool: 'bench' },
  plan: digestOf('a plan'),
  from: 'test',
  to: 'prod',
  intents: [],
  steps: [
    {
      image: 'api',
      source: 'registry.example.com/test/api:1.0.0',
      digest: digestOf('an image'),
      destination: 'registry.example.com/prod/api',
      tags: [{ tag: '1.0.0', old: null, new: digestOf('an image'), result: 'moved' }],
      outcome: 'promoted',
      blobs: { mounted: 11, copied: 0, present: 0 },
      bytes: 0,
      milliseconds: 100,
    },
  ],
  verdicts: [],
  result: 'done',
  error: null,
}

function* lines(length: number): Iterable<Buffer> {
  let head: LedgerEntry | undefined
  for (let count = 0; count < length; count += 1) {
    head = seal(body, head, new Date())
    yield encodeLine(head)
  }
}
