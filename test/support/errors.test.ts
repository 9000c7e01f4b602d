import { describe, expect, test } from 'vitest'
import { exitCodeOf, onSide, PromoteError, toPromoteError, worstExitCode } from '../../src/support/errors.ts'

const rejects = async (error: Error): Promise<never> => {
  throw error
}

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
