import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Governor } from '../../../src/registry/failures/governor.ts'
import { isPassing, retryAfterMs, withRetries } from '../../../src/registry/failures/retry.ts'
import { backoffMs, RetryAccount } from '../../../src/registry/failures/retry-account.ts'
import type { WireAnswer } from '../../../src/registry/http/transport.ts'

const purpose = { doing: 'test', host: 'registry.example.com', reference: 'registry.example.com/a' }
const answer = (status: number, body = '', headers: WireAnswer['headers'] = {}): WireAnswer => ({
  status,
  headers,
  body: Buffer.from(body),
})
const rules = (retries: number) => ({ retries, governor: new Governor(), signal: undefined })

// The waits between tries are drawn from zero up: here all are zero, and nothing is waited for.
beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0))
afterEach(() => vi.restoreAllMocks())

describe('Retry-After', () => {
  const now = Date.parse('2026-11-24T10:00:00Z')
  test.each([
    [undefined, undefined],
    ['', undefined],
    ['soon', undefined],
    ['0', 0],
    ['7', 7000],
    [' 7 ', 7000],
    ['Tue, 24 Nov 2026 10:00:30 GMT', 30_000],
    ['Tue, 24 Nov 2026 09:00:00 GMT', 0],
  ])('%s', (value, expected) => {
    expect(retryAfterMs(value, now)).toBe(expected)
  })
})

test('the wait doubles, is drawn from the whole range, and ends at ten seconds', () => {
  expect([1, 2, 3, 4].map((attempt) => backoffMs(attempt, () => 1))).toEqual([250, 500, 1000, 2000])
  expect(backoffMs(30, () => 1)).toBe(10_000)
  expect(backoffMs(5, () => 0)).toBe(0)
})

test('a 500 that names what is wrong with the request will not pass', () => {
  expect(isPassing(answer(500))).toBe(true)
  expect(isPassing(answer(500, '{"errors":[{"code":"UNKNOWN"}]}'))).toBe(true)
  expect(isPassing(answer(500, '{"errors":[{"code":"UNKNOWN"},{"code":"MANIFEST_BLOB_UNKNOWN"}]}'))).toBe(
    false,
  )
  expect([408, 429, 502, 503, 504].every((status) => isPassing(answer(status)))).toBe(true)
  expect([400, 401, 403, 404, 409, 412, 501].some((status) => isPassing(answer(status)))).toBe(false)
})

test('an answer that asks for more than a minute of patience is final', async () => {
  let tries = 0
  const last = await withRetries(purpose, rules(5), async () => {
    tries++
    return answer(429, '', { 'retry-after': '3600' })
  })
  expect([tries, last.status]).toEqual([1, 429])
})

test('a date in the past is no reason to wait', async () => {
  let tries = 0
  await withRetries(purpose, rules(5), async () => {
    tries++
    return tries === 1 ? answer(503, '', { 'retry-after': 'Tue, 24 Nov 2020 10:00:00 GMT' }) : answer(200)
  })
  expect(tries).toBe(2)
})

test('an error of our own is not tried again', async () => {
  let tries = 0
  const run = withRetries(purpose, rules(5), async () => {
    tries++
    throw Object.assign(new Error('no'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
  })
  await expect(run).rejects.toMatchObject({ code: 'unreachable' })
  expect(tries).toBe(1)
})

test('a host that is down uses up the budget of the run and then fails at the first try', async () => {
  const shared = { retries: 2, governor: new Governor(), signal: undefined }
  let tries = 0
  const dead = () =>
    withRetries(purpose, shared, async () => {
      tries++
      throw Object.assign(new Error('silence'), { code: 'ETIMEDOUT' })
    }).catch(() => undefined)
  await Promise.all(Array.from({ length: 40 }, dead))
  // Forty first tries, and the retries that the budget holds: each may cost the time limit again.
  expect(tries).toBe(40 + 21)
  await dead()
  expect(tries).toBe(40 + 21 + 1)
})

test('silence after failures of other kinds is tried again: only silence itself is counted short', async () => {
  const failures = ['ECONNRESET', 'ECONNRESET', 'ETIMEDOUT', 'ECONNRESET', 'ETIMEDOUT']
  const answer = { status: 200, headers: {}, body: new Uint8Array() }
  const run = (codes: readonly string[]) => {
    const left = [...codes]
    return withRetries(purpose, rules(5), async () => {
      const code = left.shift()
      if (code !== undefined) throw Object.assign(new Error(code), { code })
      return answer
    })
  }
  expect(await run(failures)).toBe(answer)
  await expect(run(['ETIMEDOUT', 'ETIMEDOUT', 'ETIMEDOUT'])).rejects.toMatchObject({ code: 'timeout' })
})

test('a host that drops all connections at once is tried again with every request of them', async () => {
  const shared = { retries: 2, governor: new Governor(), signal: undefined }
  const broken = (_: unknown, index: number) => {
    let tries = 0
    return withRetries(purpose, shared, async () => {
      if (tries++ === 0) throw Object.assign(new Error('reset'), { code: 'ECONNRESET' })
      return { status: 200, headers: {}, body: new Uint8Array([index]) }
    })
  }
  // 64 metadata requests, 32 small blobs and 8 large ones are what runs at once.
  expect(await Promise.all(Array.from({ length: 104 }, broken))).toHaveLength(104)
})

describe('the places of a host', () => {
  test('halve with a burst of 429 and grow back with good answers', () => {
    const governor = new Governor(64)
    for (let request = 0; request < 64; request++) governor.tooMany(0)
    expect(governor.places).toBe(32)
    for (let request = 0; request < 32; request++) governor.succeeded()
    expect(governor.places).toBe(33)
    for (let request = 0; request < 5000; request++) governor.succeeded()
    expect(governor.places).toBe(64)
  })

  test('a pause ends when its caller goes away', async () => {
    const governor = new Governor()
    governor.tooMany(60_000)
    const controller = new AbortController()
    const waiting = governor.ready(controller.signal)
    controller.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
  })
})

describe('an account of tries', () => {
  const account = (retries: number, governor = new Governor()): RetryAccount =>
    new RetryAccount({ retries, governor })

  test('gives so many after the first, and counts anew after something was brought', () => {
    const own = account(2)
    expect([own.take('cheap'), own.take('cheap'), own.take('cheap')]).toEqual([true, true, false])
    expect(own.failed).toBe(3)
    own.renew()
    expect(own.take('cheap')).toBe(true)
    expect(own.failed).toBe(1)
  })

  test('allows as many dear ones as the failure does, between others too', () => {
    const own = account(9)
    expect([own.take('dear', 2), own.take('cheap', 2), own.take('dear', 2), own.take('dear', 2)]).toEqual([
      true,
      true,
      true,
      false,
    ])
  })

  test('shares the budget of the host, of which patience that was asked for takes nothing', () => {
    const governor = new Governor()
    const spent = account(1000, governor)
    while (spent.take('dear'));
    const own = account(5, governor)
    expect(own.take('free')).toBe(true)
    expect(own.take('dear')).toBe(false)
  })
})
