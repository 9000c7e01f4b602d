import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  entryFor,
  type IndexEntry,
  tagOf,
  tagsIn,
  withManifest,
  withoutTag,
  withTag,
} from '../../src/layout/index-entries.ts'
import type { Descriptor } from '../../src/oci/descriptor.ts'
import { digestOf } from '../../src/oci/digest.ts'
import { MEDIA_TYPES } from '../../src/oci/media-types.ts'

const REF_NAME = 'org.opencontainers.image.ref.name'

const descriptors: readonly Descriptor[] = ['a', 'b', 'c', 'd'].map((text) => ({
  mediaType: MEDIA_TYPES.ociManifest,
  digest: digestOf(text),
  size: 1,
}))
const anyDescriptor = fc.constantFrom(...descriptors)
const anyTag = fc.constantFrom('1.0', '1', 'latest')
const anyName = fc.oneof(
  anyTag,
  anyTag.map((tag) => `registry.example.com/a:${tag}`),
  fc.constant('not/a/tag'),
)
const anyEntry = fc
  .record({ descriptor: anyDescriptor, name: fc.option(anyName), note: fc.boolean() })
  .map(({ descriptor, name, note }): IndexEntry => {
    const annotations = {
      ...(note ? { note: 'kept' } : {}),
      ...(name === null ? {} : { [REF_NAME]: name }),
    }
    return { ...descriptor, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) }
  })
const anyEntries = fc.array(anyEntry, { maxLength: 6 })

const digestsIn = (entries: readonly IndexEntry[]): ReadonlySet<unknown> =>
  new Set(entries.map((entry) => entry.digest))
const notesIn = (entries: readonly IndexEntry[]): number =>
  entries.filter((entry) => JSON.stringify(entry).includes('kept')).length

describe('whatever index.json held', () => {
  test('a tag that was set is there, alone, and everything else is as before', () => {
    fc.assert(
      fc.property(anyEntries, anyDescriptor, anyTag, (entries, descriptor, tag) => {
        const after = withTag(entries, descriptor, tag)
        expect(entryFor(after, tag)?.digest).toBe(descriptor.digest)
        expect(after.filter((entry) => tagOf(entry) === tag)).toHaveLength(1)
        for (const other of tagsIn(entries).filter((name) => name !== tag)) {
          expect(entryFor(after, other)).toEqual(entryFor(entries, other))
        }
        expect(digestsIn(after)).toEqual(digestsIn([...entries, { digest: descriptor.digest }]))
        expect(notesIn(after)).toBe(notesIn(entries))
        expect(withTag(after, descriptor, tag)).toBe(after)
      }),
    )
  })

  test('of two entries with one tag and one digest, one stays', () => {
    const entry = { ...descriptors[0], annotations: { [REF_NAME]: '1' } }
    const full = { ...descriptors[0], annotations: { [REF_NAME]: 'registry.example.com/a:1' } }
    expect(withoutTag([entry, full], '1')).toEqual([descriptors[0]])
  })

  test('a tag that was removed is gone, and everything stays listed', () => {
    fc.assert(
      fc.property(anyEntries, anyTag, (entries, tag) => {
        const after = withoutTag(entries, tag)
        expect(tagsIn(after)).toEqual(tagsIn(entries).filter((name) => name !== tag))
        expect(digestsIn(after)).toEqual(digestsIn(entries))
        expect(notesIn(after)).toBe(notesIn(entries))
      }),
    )
  })

  test('a manifest that was put is listed, and no tag is lost', () => {
    fc.assert(
      fc.property(
        anyEntries,
        anyDescriptor,
        fc.uniqueArray(anyDescriptor, { maxLength: 2 }),
        (entries, descriptor, others) => {
          const children = others.map(({ digest }) => digest).filter((digest) => digest !== descriptor.digest)
          const after = withManifest(entries, descriptor, children)
          expect(digestsIn(after)).toContain(descriptor.digest)
          expect(tagsIn(after)).toEqual(tagsIn(entries))
          expect(notesIn(after)).toBe(notesIn(entries))
          const gone = [...digestsIn(entries)].filter((digest) => !digestsIn(after).has(digest))
          expect(children).toEqual(expect.arrayContaining(gone))
        },
      ),
    )
  })
})
