import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allOrNothing, createLimiter } from '../../src/support/concurrency.ts'

const rejects = async (error: Error): Promise<never> => {
  throw error
}

describe('a limiter', () => {
  test('never runs more than its places, starts in order, and runs everything', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.boolean(), { maxLength: 12 }),
        async (limit, fails) => {
          const limiter = createLimiter(limit)
          let running = 0
          let most = 0
          const started: number[] = []
          const tasks = fails.map((fail, index) =>
            limiter.run(async () => {
              started.push(index)
              most = Math.max(most, ++running)
              await new Promise((resolve) => setImmediate(resolve))
              running--
              if (fail) throw new Error('failed')
            }),
          )
          const outcomes = await Promise.allSettled(tasks)
          expect(outcomes.map(({ status }) => status === 'rejected')).toEqual(fails)
          expect(most).toBeLessThanOrEqual(limit)
          expect(started).toEqual(fails.map((_, index) => index))
        },
      ),
      { numRuns: 30 },
    )
  })

  test('one that waits can be aborted, and its place goes to the next', async () => {
    const limiter = createLimiter(1)
    const gate = Promise.withResolvers<void>()
    const controller = new AbortController()
    const first = limiter.run(() => gate.promise)
    const second = limiter.run(async () => 'second', controller.signal)
    const third = limiter.run(async () => 'third')
    controller.abort(new Error('enough'))
    await expect(second).rejects.toThrow('enough')
    gate.resolve()
    await first
    expect(await third).toBe('third')
  })

  test('what goes ahead starts before all that waits in turn, in the order asked', async () => {
    const limiter = createLimiter(1)
    const gate = Promise.withResolvers<void>()
    const started: string[] = []
    const piece = (name: string) => async () => void started.push(name)
    const all = [
      limiter.run(() => gate.promise),
      limiter.run(piece('a')),
      limiter.run(piece('b')),
      limiter.run(piece('c'), undefined, 'ahead'),
      limiter.run(piece('d'), undefined, 'ahead'),
    ]
    gate.resolve()
    await Promise.all(all)
    expect(started).toEqual(['c', 'd', 'a', 'b'])
  })

  test('more places start those who wait; fewer let the running finish', async () => {
    const limiter = createLimiter(1)
    const gates = [0, 1, 2].map(() => Promise.withResolvers<void>())
    const started: number[] = []
    const tasks = gates.map((gate, index) =>
      limiter.run(async () => {
        started.push(index)
        await gate.promise
      }),
    )
    await new Promise((resolve) => setImmediate(resolve))
    expect(started).toEqual([0])
    limiter.limit = 2
    await new Promise((resolve) => setImmediate(resolve))
    expect(started).toEqual([0, 1])
    limiter.limit = 0
    expect(limiter.limit).toBe(1)
    gates[0]?.resolve()
    await tasks[0]
    expect(started).toEqual([0, 1])
    gates[1]?.resolve()
    await tasks[1]
    gates[2]?.resolve()
    await tasks[2]
    expect(started).toEqual([0, 1, 2])
  })
})

describe('all or nothing', () => {
  test('gives the results in order', async () => {
    expect(await allOrNothing([async () => 'a', async () => 'b'])).toEqual(['a', 'b'])
  })

  test('the first failure aborts the others, and is thrown when all have ended', async () => {
    const ended: string[] = []
    const slow = async (signal: AbortSignal): Promise<void> => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
      ended.push('slow')
      throw new Error('because of the abort')
    }
    await expect(allOrNothing([slow, () => rejects(new Error('first')), slow])).rejects.toThrow('first')
    expect(ended).toEqual(['slow', 'slow'])
  })

  test('runs no more at once than told, and none after the first failure', async () => {
    let running = 0
    let most = 0
    const began: number[] = []
    const tasks = Array.from({ length: 9 }, (_, at) => async () => {
      began.push(at)
      most = Math.max(most, ++running)
      await new Promise((resolve) => setImmediate(resolve))
      running--
      if (at === 4) throw new Error('the fifth')
      return at
    })
    expect(await allOrNothing(tasks.slice(0, 4), undefined, 3)).toEqual([0, 1, 2, 3])
    expect(most).toBe(3)
    began.length = 0
    await expect(allOrNothing(tasks, undefined, 2)).rejects.toThrow('the fifth')
    expect(began.at(-1)).toBeLessThan(8)
  })

  test('aborted before, it runs nothing', async () => {
    let ran = false
    const task = async (): Promise<void> => {
      ran = true
    }
    await expect(allOrNothing([task], AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
    expect(ran).toBe(false)
  })
})
