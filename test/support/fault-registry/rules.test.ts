import { once } from 'node:events'
import { request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { sha256, withBlob } from './fixture.ts'

describe('faults', () => {
  test('strike what they name, the n-th time, so many times', async () => {
    const { registry, get, url } = await withBlob()
    const answer = { do: 'answer', status: 503, headers: { 'retry-after': '7' }, body: 'busy' } as const
    const second = registry.inject({ method: 'GET', path: /\/blobs\//, nth: 2, fault: answer })
    const statuses = [await get(), await fetch(url, { method: 'HEAD' }), await get(), await get()].map(
      ({ status }) => status,
    )
    expect(statuses).toEqual([200, 200, 503, 200])
    expect(second.struck).toBe(1)
    const twice = registry.inject({ path: /\/blobs\//, times: 2, fault: answer })
    expect([await get(), await get(), await get()].map(({ status }) => status)).toEqual([503, 503, 200])
    twice.remove()
    expect(twice.struck).toBe(2)
  })

  test('with a probability are the same for the same seed', async () => {
    const draw = async (seed: string): Promise<number[]> => {
      const { registry, get } = await withBlob({ seed }, 1)
      registry.inject({ probability: 0.5, fault: { do: 'answer', status: 500 } })
      const statuses: number[] = []
      for (let index = 0; index < 20; index++) statuses.push((await get()).status)
      return statuses
    }
    const first = await draw('a')
    expect(new Set(first)).toEqual(new Set([200, 500]))
    expect(await draw('a')).toEqual(first)
    expect(await draw('b')).not.toEqual(first)
  })

  test('end the connection before, in and after the answer', async () => {
    const { registry, get } = await withBlob()
    registry.inject({ times: 1, fault: { do: 'reset' } })
    await expect(get()).rejects.toThrow()
    registry.inject({ times: 1, fault: { do: 'reset', after: 50_000 } })
    await expect(get().then((answer) => answer.bytes())).rejects.toThrow()
    registry.inject({ times: 1, fault: { do: 'truncate', to: 50_000 } })
    await expect(get().then((answer) => answer.bytes())).rejects.toThrow()
    registry.inject({ times: 1, fault: { do: 'truncate', to: 50_000, honest: true } })
    expect(await (await get()).bytes()).toHaveLength(50_000)
    registry.inject({ times: 1, fault: { do: 'lose-answer' } })
    const upload = await fetch(`${registry.url}/v2/shop/new/blobs/uploads/`, { method: 'POST' }).catch(
      () => undefined,
    )
    expect(upload).toBeUndefined()
    expect(registry.repositories.get('shop/new')?.uploads.size).toBe(1)
  })

  test('change what is sent', async () => {
    const { registry, get, blob } = await withBlob()
    registry.inject({ times: 1, fault: { do: 'corrupt', at: 99_999 } })
    const corrupt = await (await get()).bytes()
    expect(corrupt).toHaveLength(100_000)
    expect(sha256(corrupt)).not.toBe(blob.descriptor.digest)
    registry.inject({
      times: 1,
      fault: {
        do: 'headers',
        set: { 'content-type': 'text/html' },
        drop: ['docker-content-digest', 'content-length'],
      },
    })
    const { headers } = await get()
    expect(
      ['content-type', 'docker-content-digest', 'content-length'].map((name) => headers.get(name)),
    ).toEqual(['text/html', null, null])
    registry.inject({ times: 1, fault: { do: 'gzip' } })
    const zipped = await get()
    expect(zipped.headers.get('content-encoding')).toBe('gzip')
    expect(sha256(await zipped.bytes())).toBe(blob.descriptor.digest)
  })

  test('hang until the client gives up, or the registry closes', async () => {
    const { registry, url, get } = await withBlob()
    registry.inject({ times: 1, fault: { do: 'hang', at: 'body', after: 10 } })
    const controller = new AbortController()
    const answer = await get({ signal: controller.signal })
    const reader = answer.body?.getReader()
    expect((await reader?.read())?.value).toHaveLength(10)
    controller.abort()
    await expect(reader?.read()).rejects.toThrow()
    registry.inject({ times: 1, fault: { do: 'hang', at: 'headers' } })
    const hanging = expect(fetch(url)).rejects.toThrow()
    while (registry.requests.length < 2) await new Promise((resolve) => setImmediate(resolve))
    await registry.close()
    await hanging
  })

  test('an upload that breaks keeps what came, and goes on from there', async () => {
    const { registry, blob } = await withBlob()
    const uploads = `${registry.url}/v2/shop/new/blobs/uploads/`
    const location = (await fetch(uploads, { method: 'POST' })).headers.get('location') ?? ''
    registry.inject({ method: 'PATCH', times: 1, fault: { do: 'reset-upload', after: 60_000 } })
    await expect(send('PATCH', location, blob.bytes)).rejects.toThrow()
    const status = await fetch(location)
    expect([status.status, status.headers.get('range')]).toEqual([204, '0-59999'])
    const wrong = await send('PATCH', location, blob.bytes.subarray(70_000), {
      'content-range': '70000-99999',
    })
    expect(wrong.status).toBe(416)
    const rest = blob.bytes.subarray(60_000)
    expect((await send('PATCH', location, rest, { 'content-range': '60000-99999' })).status).toBe(202)
    const done = await send('PUT', `${location}&digest=${blob.descriptor.digest}`, new Uint8Array())
    expect(done.status).toBe(201)
    expect(registry.repositories.get('shop/new')?.blobs.has(blob.descriptor.digest)).toBe(true)
  })
})

/** Sends a body with plain node:http, which reports a reset while the body is on its way. */
async function send(
  method: string,
  url: string,
  body: Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number }> {
  const sent = request(url, { method, headers: { ...headers, 'content-length': body.byteLength } })
  sent.end(body)
  const [answer] = await once(sent, 'response')
  await buffer(answer)
  return { status: answer.statusCode }
}
