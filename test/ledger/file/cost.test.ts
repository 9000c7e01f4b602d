import { open, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLedger } from '../../../src/ledger/file/file-ledger.ts'
import { takeSnapshot } from '../../../src/ledger/file/snapshot.ts'
import { intentBody } from '../entry-bodies.ts'
import { fillLedger } from '../fill.ts'
import { temporaryFolder, tickingClock } from '../workplace.ts'

/** Bytes that this process has asked the system to read, from files and pipes. */
async function bytesRead(): Promise<number> {
  const counters = await readFile('/proc/self/io', 'utf8')
  return Number(/^rchar: (\d+)$/m.exec(counters)?.[1])
}

async function bytesReadBy(work: () => Promise<unknown>): Promise<number> {
  const before = await bytesRead()
  await work()
  return (await bytesRead()) - before
}

test.skipIf(process.platform !== 'linux')(
  'with 100 000 entries behind it an append reads as little as with ten (Linux counts the bytes)',
  async () => {
    const folder = await temporaryFolder()
    const costs: Record<string, number> = {}
    for (const count of [10, 100_000]) {
      const file = join(folder, `${count}.jsonl`)
      await fillLedger(file, count)
      const clock = tickingClock()
      const first = openLedger(file, { clock })
      await first.append(intentBody([]))
      costs[`${count} same process`] = await bytesReadBy(() => first.append(intentBody([])))
      costs[`${count} next process`] = await bytesReadBy(() =>
        openLedger(file, { clock }).append(intentBody([])),
      )
      costs[`${count} open`] = await bytesReadBy(() => openLedger(file, { clock }).open())
      costs[`${count} standing`] = await bytesReadBy(() => openLedger(file, { clock }).standing())
      costs[`${count} head`] = await bytesReadBy(() => openLedger(file, { clock }).head())
    }
    expect((await stat(join(folder, '100000.jsonl'))).size).toBeGreaterThan(50_000_000)
    for (const [what, cost] of Object.entries(costs)) expect(cost, what).toBeLessThan(64 * 1024)
  },
)

test('a snapshot that still holds costs one short read, however long the ledger', async () => {
  const file = join(await temporaryFolder(), 'promotions.jsonl')
  await fillLedger(file, 500)
  const handle = await open(file, 'r')
  try {
    let calls = 0
    let bytes = 0
    const counting = new Proxy(handle, {
      get(target, name) {
        if (name === 'read') {
          return async (...args: Parameters<typeof handle.read>) => {
            const answer = await target.read(...args)
            calls++
            bytes += answer.bytesRead
            return answer
          }
        }
        const member: unknown = Reflect.get(target, name)
        return typeof member === 'function' ? member.bind(target) : member
      },
    })
    const full = await takeSnapshot(counting, file, [])
    const { size } = await handle.stat()
    expect(bytes).toBe(size)
    calls = 0
    bytes = 0
    expect(await takeSnapshot(counting, file, [undefined, full])).toBe(full)
    expect({ calls, bytes }).toEqual({ calls: 1, bytes: 16 * 1024 })
  } finally {
    await handle.close()
  }
})
