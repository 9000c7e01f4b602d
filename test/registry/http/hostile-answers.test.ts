import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { digestOf } from '../../../src/oci/digest.ts'
import { testClient } from '../../support/registry-client.ts'
import { startAnswering } from '../answering.ts'

const descriptor = {
  mediaType: 'application/octet-stream',
  digest: digestOf('never there'),
  size: 11,
}

/** Writes until the other end has had enough; tells how many bytes went out. */
function writeForEver(response: ServerResponse): { bytes: number } {
  const written = { bytes: 0 }
  const chunk = Buffer.alloc(64 * 1024, 'x')
  const write = (): void => {
    while (!response.destroyed) {
      written.bytes += chunk.byteLength
      if (!response.write(chunk)) {
        response.once('drain', write)
        return
      }
    }
  }
  write()
  return written
}

/** Writes a byte now and then until the other end has had enough. */
function drip(response: ServerResponse): void {
  const timer = setInterval(() => response.write('x'), 20)
  response.once('close', () => clearInterval(timer))
}

describe.each([
  ['metadata', 'manifests'],
  ['blobs', 'blobs'],
])('an answer over the transport of %s', (kind) => {
  const ask = async (host: string, timeoutMs?: number): Promise<unknown> => {
    await using client = closing(
      testClient({ retries: 0, ...(timeoutMs === undefined ? {} : { timeoutMs }) }),
    )
    const store = client.repository({ kind: 'registry', host, repository: 'a' })
    if (kind === 'metadata') return await store.manifest('1.0.0')
    return await store.open(descriptor)
  }

  test.each([401, 403, 418, 500])('a body without end after %i is cut', async (status) => {
    let written = { bytes: 0 }
    await using server = await startAnswering((_request, response) => {
      response.writeHead(status)
      written = writeForEver(response)
    })
    await expect(ask(server.host)).rejects.toMatchObject({ details: { status } })
    expect(written.bytes).toBeLessThan(32 * 1024 * 1024)
  })

  test('of an error no more than 64 KiB is read, however it is meant', async () => {
    const errors = [{ code: 'LONG', message: 'the end' }]
    const body = JSON.stringify({ padding: 'x'.repeat(64 * 1024), errors })
    await using server = await startAnswering((_request, response) => response.writeHead(403).end(body))
    await expect(ask(server.host)).rejects.toThrow(/padding/)
    await expect(ask(server.host)).rejects.not.toThrow(/the end/)
  })

  test('a body that trickles after 500 is waited for one time limit', async () => {
    await using server = await startAnswering((_request, response) => {
      response.writeHead(500)
      drip(response)
    })
    await expect(ask(server.host, 300)).rejects.toMatchObject({ details: { status: 500 } })
    expect(server.asked).toHaveLength(1)
  })

  test('interim answers without end are given up', async () => {
    await using server = await startAnswering(({ socket }) => {
      const write = (): void => {
        while (socket.writable) {
          if (!socket.write('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n')) {
            socket.once('drain', write)
            return
          }
        }
      }
      write()
    })
    await expect(ask(server.host)).rejects.toThrow(/does not come to its answer/)
  })

  test('a redirect with a body without end is followed', async () => {
    await using server = await startAnswering((request, response) => {
      if (request.url?.startsWith('/there') === true) return response.writeHead(418).end()
      response.writeHead(307, { location: '/there' })
      return writeForEver(response)
    })
    await expect(ask(server.host)).rejects.toMatchObject({ details: { status: 418 } })
  })
})

function closing<T extends { close(): Promise<void> }>(one: T): T & AsyncDisposable {
  return { ...one, [Symbol.asyncDispose]: () => one.close() }
}
