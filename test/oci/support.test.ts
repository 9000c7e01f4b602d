import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allOrNothing, createLimiter } from '../../src/support/concurrency.ts'
import { exitCodeOf, onSide, PromoteError, toPromoteError, worstExitCode } from '../../src/support/errors.ts'
import { isSecretHeader, redactText, redactUrl } from '../../src/support/redact.ts'

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

describe('errors', () => {
  test('of several exit codes the worst by the table', () => {
    expect(worstExitCode([])).toBe(0)
    expect(worstExitCode([0])).toBe(0)
    expect(worstExitCode([1, 3, 4])).toBe(4)
    expect(worstExitCode([1, 3, 4, 6])).toBe(6)
    expect(worstExitCode([6, 5])).toBe(5)
    expect(worstExitCode([3, 0])).toBe(3)
    expect(worstExitCode([7])).toBe(7)
    expect(worstExitCode([1, 143])).toBe(143)
  })

  test('each code has its exit code', () => {
    expect((['usage', 'denied', 'locked', 'content', 'forbidden', 'disk'] as const).map(exitCodeOf)).toEqual([
      2, 3, 4, 5, 6, 1,
    ])
  })

  test('a side is added to what has none', async () => {
    const error = new PromoteError('content', 'wrong', { reference: 'a' })
    const found = await onSide('source', () => rejects(error)).catch((thrown: unknown) => thrown)
    expect(found).toMatchObject({
      code: 'content',
      message: 'wrong',
      details: { side: 'source', reference: 'a' },
    })
    const again = await onSide('destination', () => rejects(found as Error)).catch(
      (thrown: unknown) => thrown,
    )
    expect(again).toMatchObject({ details: { side: 'source' } })
  })

  test('an abort is a cancelled run', () => {
    const { reason } = AbortSignal.abort()
    expect(toPromoteError(reason)).toMatchObject({ code: 'cancelled' })
    const both = new SuppressedError(new Error('closing'), new PromoteError('forbidden', 'first'))
    expect(toPromoteError(both)).toMatchObject({ code: 'forbidden', message: 'first' })
    expect(toPromoteError('text')).toMatchObject({ code: 'failed', message: 'text' })
  })
})

describe('what is printed holds no secret', () => {
  const secret = 'hunter2-Canary-0123456789'

  test.for([
    `https://user:${secret}@x.example/v2/`,
    `https://x.example/v2/a/blobs/uploads/1?_state=${secret}`,
    `https://x.example/b?X-Amz-Signature=${secret}&n=1`,
    `https://x.example/#${secret}`,
  ])('in a URL: %s', (url) => {
    expect(redactUrl(url)).not.toContain(secret)
    expect(redactText(`asked ${url} and failed`)).not.toContain(secret)
    expect(redactText(`asked "${url}".`)).toContain('x.example')
  })

  test('what is asked for stays readable in a URL', () => {
    expect(redactUrl('https://x.example/token?service=s&scope=repository:a:pull')).toBe(
      'https://x.example/token?service=s&scope=repository:a:pull',
    )
    expect(redactUrl('no url')).toBe('REDACTED')
  })

  test('in text: credentials and tokens', () => {
    const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N'
    const text = redactText(`Authorization: Bearer ${secret}, basic ${btoa(`user:${secret}`)}, token ${jwt}`)
    expect(text).not.toContain(secret)
    expect(text).not.toContain(btoa(`user:${secret}`).slice(0, 12))
    expect(text).not.toContain('eyJ')
  })

  test('any text comes back on one line, within the limit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const shown = redactText(text, 100)
        expect(shown.length).toBeLessThanOrEqual(100)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not be there
        expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/)
      }),
    )
  })

  test('secret headers', () => {
    expect(['Authorization', 'set-cookie', 'X-Registry-Auth', 'accept'].map(isSecretHeader)).toEqual([
      true,
      true,
      true,
      false,
    ])
  })
})
