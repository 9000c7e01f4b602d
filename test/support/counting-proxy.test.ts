import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { type CountingProxy, isWrite, startCountingProxy } from './counting-proxy.ts'
import { describeWith, type RunningRegistry, startRegistry } from './real-registries.ts'

describeWith('distribution3', 'a counting proxy in front of a registry', () => {
  let registry: RunningRegistry
  let proxy: CountingProxy
  afterEach(async () => {
    await proxy.close()
    await registry.close()
  })

  test('records an upload, whose Location leads back through it', async () => {
    registry = await startRegistry('distribution3')
    proxy = await startCountingProxy(registry.host)
    const bytes = Buffer.from('counted')
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
    const opened = await fetch(`http://${proxy.host}/v2/shop/api/blobs/uploads/?mount=${digest}`, {
      method: 'POST',
    })
    const location = new URL(opened.headers.get('location') ?? '')
    expect(location.host).toBe(proxy.host)
    location.searchParams.set('digest', digest)
    await fetch(location, { method: 'PUT', body: bytes })
    const read = await fetch(`http://${proxy.host}/v2/shop/api/blobs/${digest}`)
    expect(await read.text()).toBe('counted')
    expect(proxy.requests).toMatchObject([
      { method: 'POST', path: '/v2/shop/api/blobs/uploads/', requestBytes: 0, status: 202 },
      { method: 'PUT', path: location.pathname, requestBytes: 7, status: 201 },
      { method: 'GET', path: `/v2/shop/api/blobs/${digest}`, responseBytes: 7, status: 200 },
    ])
    expect(proxy.requests[0]?.query.get('mount')).toBe(digest)
    expect(proxy.requests.filter(isWrite)).toHaveLength(2)
    expect(proxy.connections).toBeGreaterThan(0)
  })

  test('lets a test stop a request before and after the registry sees it', async () => {
    registry = await startRegistry('distribution3')
    const seen: (string | number | undefined)[] = []
    proxy = await startCountingProxy(registry.host, {
      onRequest: ({ method, status }, index) => void seen.push(`${index} ${method} ${status}`),
      onAnswer: ({ status }, index) => {
        seen.push(`${index} ${status}`)
        throw new Error('cut here')
      },
    })
    await expect(fetch(`http://${proxy.host}/v2/`)).rejects.toThrow('fetch failed')
    expect(seen).toEqual(['0 GET undefined', '0 200'])
  })
})

test('a connection that the registry breaks is broken for the client too', async () => {
  const breaking = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
  await once(breaking, 'listening')
  const address = breaking.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const proxy = await startCountingProxy(`127.0.0.1:${port}`)
  await expect(fetch(`http://${proxy.host}/v2/`)).rejects.toThrow('fetch failed')
  expect(proxy.requests).toMatchObject([{ method: 'GET', path: '/v2/', status: undefined }])
  await proxy.close()
  breaking.close()
})
