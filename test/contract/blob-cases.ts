import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { expect } from 'vitest'
import { digestOf } from '../../src/oci/digest.ts'
import type { BlobBody, ContentStore } from '../../src/oci/store.ts'
import { makeBlob } from '../support/images.ts'
import { createMemoryStore } from '../support/memory-store.ts'
import { bodyOf } from '../support/push.ts'
import type { ContractCase } from './store.contract.ts'

const MIB = 1024 * 1024

/** What a store promises about blobs. */
export const blobCases = {
  'two repositories share a domain and not a name': async (open) => {
    const [a, b] = [await open('a'), await open('b')]
    expect(a.domain).toBe(b.domain)
    expect(a.name).not.toBe(b.name)
  },

  'a blob that is not there is absent, not an error': async (open) => {
    const store = await open('absent')
    const { descriptor } = makeBlob('absent', 10)
    expect(await store.has(descriptor)).toBe(false)
  },

  'opening an absent blob fails with not-found': async (open) => {
    const store = await open('absent')
    await expect(read(store, makeBlob('absent', 10))).rejects.toMatchObject({ code: 'not-found' })
  },

  'a blob comes back byte for byte': async (open) => {
    const store = await open('blobs')
    const blob = makeBlob('roundtrip', 100_003)
    await store.putBlob(blob.descriptor, bodyOf(blob.bytes))
    expect(await store.has(blob.descriptor)).toBe(true)
    expect((await read(store, blob)).equals(blob.bytes)).toBe(true)
  },

  'an empty blob comes back empty': async (open) => {
    const store = await open('blobs')
    const blob = makeBlob('empty', 0)
    await store.putBlob(blob.descriptor, bodyOf(blob.bytes))
    expect(await store.has(blob.descriptor)).toBe(true)
    expect((await read(store, blob)).byteLength).toBe(0)
  },

  'a blob of 5 MiB in many pieces comes back': async (open) => {
    const store = await open('blobs')
    const blob = makeBlob('large', 5 * MIB)
    const pieces = Array.from({ length: 80 }, (_, index) =>
      Buffer.from(blob.bytes.subarray(index * 65_536, (index + 1) * 65_536)),
    )
    await store.putBlob(blob.descriptor, async (offset) => {
      expect(offset).toBe(0)
      return Readable.from(pieces)
    })
    expect(digestOf(await read(store, blob))).toBe(blob.descriptor.digest)
  },

  'while a blob is stored its meter says how far it is': async (open) => {
    const store = await open('metered')
    const blob = makeBlob('metered', 5 * MIB)
    const meter = { bytes: 0 }
    const seen: number[] = []
    await store.putBlob(
      blob.descriptor,
      async () =>
        Readable.from(
          (function* () {
            for (let at = 0; at < blob.bytes.byteLength; at += 65_536) {
              seen.push(meter.bytes)
              yield Buffer.from(blob.bytes.subarray(at, at + 65_536))
            }
          })(),
        ),
      { meter },
    )
    expect(meter.bytes).toBe(blob.descriptor.size)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect(seen.some((bytes) => bytes > 0 && bytes < blob.descriptor.size)).toBe(true)
  },

  'a blob is given from an offset': async (open) => {
    const store = await open('blobs')
    const blob = makeBlob('offset', 70_001)
    await store.putBlob(blob.descriptor, bodyOf(blob.bytes))
    for (const offset of [0, 1, 65_536, 70_000]) {
      const got = await buffer(await store.open(blob.descriptor, { offset }))
      expect(got.equals(blob.bytes.subarray(offset))).toBe(true)
    }
  },

  'a sha512 blob comes back': async (open) => {
    const store = await open('blobs')
    const { bytes } = makeBlob('sha512', 1000)
    const descriptor = {
      mediaType: 'application/octet-stream',
      digest: digestOf(bytes, 'sha512'),
      size: bytes.byteLength,
    }
    await store.putBlob(descriptor, bodyOf(bytes))
    expect((await read(store, { descriptor })).equals(bytes)).toBe(true)
  },

  'putting a blob that is there already is fine': async (open) => {
    const store = await open('blobs')
    const blob = makeBlob('twice', 1000)
    await store.putBlob(blob.descriptor, bodyOf(blob.bytes))
    await store.putBlob(blob.descriptor, bodyOf(blob.bytes))
    expect((await read(store, blob)).equals(blob.bytes)).toBe(true)
  },

  'wrong bytes of the right length are refused and leave nothing': async (open) => {
    const blob = makeBlob('wrong', 1000)
    const wrong = Uint8Array.from(blob.bytes)
    wrong[500] = (wrong[500] ?? 0) ^ 1
    await refusesThenTakes(await open('blobs'), blob, bodyOf(wrong))
  },

  'too few bytes are refused and leave nothing': async (open) => {
    const blob = makeBlob('short', 1000)
    await refusesThenTakes(await open('blobs'), blob, bodyOf(blob.bytes.subarray(0, 999)))
  },

  'too many bytes are refused and leave nothing': async (open) => {
    const blob = makeBlob('long', 1000)
    await refusesThenTakes(await open('blobs'), blob, bodyOf(Buffer.concat([blob.bytes, Buffer.from('x')])))
  },

  'a body that fails half-way fails the put and leaves nothing': async (open) => {
    const store = await open('blobs')
    const blob = makeBlob('failing', 100_000)
    const failing: BlobBody = async () =>
      Readable.from(
        (async function* () {
          yield Buffer.from(blob.bytes.subarray(0, 50_000))
          throw new Error('the source broke')
        })(),
      )
    await expect(store.putBlob(blob.descriptor, failing)).rejects.toThrow('the source broke')
    expect(await store.has(blob.descriptor)).toBe(false)
    await store.putBlob(blob.descriptor, bodyOf(blob.bytes))
    expect(await store.has(blob.descriptor)).toBe(true)
  },

  'eight puts of one blob at once leave one whole blob': async (open) => {
    const store = await open('blobs')
    const blob = makeBlob('concurrent', 300_000)
    await Promise.all(Array.from({ length: 8 }, () => store.putBlob(blob.descriptor, bodyOf(blob.bytes))))
    expect((await read(store, blob)).equals(blob.bytes)).toBe(true)
  },

  'a mount, or what it offers instead, brings the blob': async (open) => {
    const [from, to] = [await open('from'), await open('to')]
    const blob = makeBlob('mount', 2000)
    await from.putBlob(blob.descriptor, bodyOf(blob.bytes))
    const answer = await to.mount(blob.descriptor, from)
    if (answer === 'mounted') expect(await to.has(blob.descriptor)).toBe(true)
    else await fill(to, blob, answer)
    expect((await read(to, blob)).equals(blob.bytes)).toBe(true)
    expect((await read(from, blob)).equals(blob.bytes)).toBe(true)
  },

  'a mount of what the source does not have mounts nothing': async (open) => {
    const [from, to] = [await open('from'), await open('to')]
    // Not seeded: a registry that finds a blob wherever it lies has never seen this one.
    const blob = makeBlob(randomBytes(16).toString('hex'), 2000)
    const answer = await to.mount(blob.descriptor, from)
    expect(answer).not.toBe('mounted')
    expect(await to.has(blob.descriptor)).toBe(false)
    if (answer !== 'mounted') await fill(to, blob, answer)
    expect((await read(to, blob)).equals(blob.bytes)).toBe(true)
  },

  'a mount from another domain is refused': async (open) => {
    const to = await open('to')
    const from = createMemoryStore({ domain: 'somewhere.example.com', name: 'somewhere.example.com/from' })
    const blob = makeBlob('elsewhere', 2000)
    await from.putBlob(blob.descriptor, bodyOf(blob.bytes))
    expect(await to.mount(blob.descriptor, from)).toBe('refused')
  },

  'aborted before it begins, a call on blobs does nothing': async (open) => {
    const [store, from] = [await open('aborted'), await open('from')]
    const blob = makeBlob('aborted', 1000)
    const options = { signal: AbortSignal.abort(new Error('enough')) }
    await expect(store.has(blob.descriptor, options)).rejects.toThrow('enough')
    await expect(store.open(blob.descriptor, options)).rejects.toThrow('enough')
    await expect(store.mount(blob.descriptor, from, options)).rejects.toThrow('enough')
    await expect(store.putBlob(blob.descriptor, bodyOf(blob.bytes), options)).rejects.toThrow('enough')
    expect(await store.has(blob.descriptor)).toBe(false)
  },

  'aborted half-way, a put ends and leaves nothing': async (open) => {
    const store = await open('aborted')
    const blob = makeBlob('aborted', 200_000)
    const controller = new AbortController()
    let given = false
    const body = new Readable({
      read() {
        // Asked again, after the first piece was taken: the rest never comes.
        if (given) return void setImmediate(() => controller.abort(new Error('enough')))
        given = true
        this.push(Buffer.from(blob.bytes.subarray(0, 100_000)))
      },
    })
    const put = store.putBlob(blob.descriptor, async () => body, { signal: controller.signal })
    await expect(put).rejects.toThrow('enough')
    expect(body.destroyed).toBe(true)
    expect(await store.has(blob.descriptor)).toBe(false)
    await store.putBlob(blob.descriptor, bodyOf(blob.bytes))
    expect(await store.has(blob.descriptor)).toBe(true)
  },

  'aborted half-way, a stream fails': async (open) => {
    const store = await open('aborted')
    const blob = makeBlob('aborted-read', 5 * MIB)
    await store.putBlob(blob.descriptor, bodyOf(blob.bytes))
    const controller = new AbortController()
    const stream = await store.open(blob.descriptor, { signal: controller.signal })
    const reading = (async () => {
      for await (const _ of stream) controller.abort(new Error('enough'))
    })()
    // The reason itself, or Node's own error for a stream that was aborted.
    await expect(reading).rejects.toThrow(/enough|aborted/)
  },
} satisfies Record<string, ContractCase>

interface Blob {
  readonly descriptor: ReturnType<typeof makeBlob>['descriptor']
}

async function read(store: ContentStore, blob: Blob): Promise<Buffer> {
  return buffer(await store.open(blob.descriptor))
}

async function fill(
  store: ContentStore,
  blob: ReturnType<typeof makeBlob>,
  answer: Exclude<Awaited<ReturnType<ContentStore['mount']>>, 'mounted'>,
): Promise<void> {
  const options = answer === 'refused' ? {} : { session: answer }
  await store.putBlob(blob.descriptor, bodyOf(blob.bytes), options)
}

async function refusesThenTakes(
  store: ContentStore,
  blob: ReturnType<typeof makeBlob>,
  wrong: BlobBody,
): Promise<void> {
  await expect(store.putBlob(blob.descriptor, wrong)).rejects.toMatchObject({ code: 'content' })
  expect(await store.has(blob.descriptor)).toBe(false)
  await store.putBlob(blob.descriptor, bodyOf(blob.bytes))
  expect((await read(store, blob)).equals(blob.bytes)).toBe(true)
}
