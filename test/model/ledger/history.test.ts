import { expect, test } from 'vitest'
import { beginsWith, digestPrefixOf } from '../../../src/model/ledger/digests.ts'
import type { LedgerEntry, LedgerLine } from '../../../src/model/ledger/entry.ts'
import { type HistoryFilter, imagesOf, partOf } from '../../../src/model/ledger/history.ts'
import { movedRows } from '../../../src/model/ledger/rows.ts'
import { digestOf } from '../../../src/oci/digest.ts'
import {
  abandonBody,
  approvalBody,
  attestationBody,
  holdBody,
  outcomeBody,
  rejectBody,
  releaseBody,
  step,
} from '../../ledger/entry-bodies.ts'

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((content) => digestOf(content)) as unknown as [
  string,
  string,
  string,
  string,
]

function lineOf(body: object): LedgerLine {
  const place = { formatVersion: 2, id: '00', sequence: 1, previous: null, at: '2026-11-24T10:00:00.000Z' }
  return { kind: 'entry', entry: { ...place, hash: digestOf('hash'), ...body } as LedgerEntry }
}

const line = lineOf(
  outcomeBody(null, [
    step('a', { tags: [{ tag: '1', old: digestOf('b'), new: digestOf('a') }] }),
    step('c', {
      image: 'web',
      referrers: [{ digest: digestOf('d'), subject: digestOf('c'), kind: 'sbom', tag: null }],
    }),
  ]),
)

function kept(filter: HistoryFilter): readonly string[] | undefined {
  const part = partOf(line, filter)
  return part?.kind === 'entry' ? imagesOf(part.entry) : undefined
}

test.each<[string, HistoryFilter, readonly string[] | undefined]>([
  ['nothing asked', {}, ['api', 'web']],
  ['its environment', { environment: 'prod' }, ['api', 'web']],
  ['another environment', { environment: 'dev' }, undefined],
  ['one of its images', { image: 'web' }, ['web']],
  ['another image', { image: 'db' }, undefined],
  ['its actor, in capitals', { actor: 'Release-Manager' }, ['api', 'web']],
  ['another actor', { actor: 'release' }, undefined],
  [
    'that very time',
    { since: new Date('2026-11-24T10:00Z'), until: new Date('2026-11-24T10:00Z') },
    ['api', 'web'],
  ],
  ['a later time', { since: new Date('2026-11-24T10:01Z') }, undefined],
  ['an earlier time', { until: new Date('2026-11-24T09:59Z') }, undefined],
  ['the digest of an image', { digest: digestPrefixOf(a) }, ['api']],
  ['one that was replaced', { digest: digestPrefixOf(b.slice(7, 15)) }, ['api']],
  ['one that came along', { digest: digestPrefixOf(d) }, ['web']],
  ['a digest of another image', { digest: digestPrefixOf(c), image: 'api' }, undefined],
  ['its plan', { digest: digestPrefixOf(digestOf('plan')) }, ['api', 'web']],
  ['its hash, one image', { digest: digestPrefixOf(digestOf('hash')), image: 'api' }, ['api']],
  ['a digest that it does not have', { digest: digestPrefixOf(digestOf('e')) }, undefined],
])('a history is picked by %s', (_, filter, expected) => {
  expect(kept(filter)).toEqual(expected)
})

test.each<[string, HistoryFilter, readonly string[]]>([
  ['nothing asked', {}, ['hold', 'reject', 'release', 'undo']],
  [
    'their environment, which every one is for a rejection',
    { environment: 'prod' },
    ['hold', 'reject', 'release', 'undo'],
  ],
  ['another environment', { environment: 'dev' }, ['reject', 'undo']],
  ['their image', { image: 'api' }, ['hold', 'reject', 'release']],
  ['another image', { image: 'web' }, []],
  ['their digest', { digest: digestPrefixOf(a) }, ['hold', 'reject', 'release', 'undo']],
  ['another digest', { digest: digestPrefixOf(b) }, []],
  ['the plan that named it', { digest: digestPrefixOf(digestOf('plan')) }, ['reject']],
])('what was said no to is picked by %s', (_, filter, expected) => {
  const said = {
    hold: holdBody(),
    reject: rejectBody(),
    release: releaseBody('hold'),
    undo: releaseBody('reject', { environment: null, image: null }),
  }
  const kept = Object.entries(said).filter(([, body]) => partOf(lineOf(body), filter) !== undefined)
  expect(kept.map(([name]) => name)).toEqual(expected)
})

test('the tags of an abandoned intent are a part too', () => {
  const abandoned = lineOf(abandonBody('intent'))
  expect(partOf(abandoned, { image: 'api', digest: digestPrefixOf(a) })).toEqual(abandoned)
  expect(partOf(abandoned, { image: 'web' })).toBeUndefined()
  expect(partOf(abandoned, { digest: digestPrefixOf(b) })).toBeUndefined()
})

test('the attestations of an image are a part too, found by each of their digests', () => {
  const body = attestationBody('b5f0c7de0001')
  const attested = lineOf(body)
  const [record] = body.attestations
  const only = lineOf({ ...body, attestations: record === undefined ? [] : [record] })
  for (const content of ['manifest', 'bundle']) {
    const part = partOf(attested, { digest: digestPrefixOf(digestOf(content)) })
    expect(part?.entry).toMatchObject({ attestations: [{ as: 'record' }] })
  }
  expect(partOf(attested, { image: 'api', digest: digestPrefixOf(a) })).toEqual(attested)
  expect(partOf(only, { image: 'web' })).toBeUndefined()
  expect(movedRows(attested)).toEqual([])
})

test('the images of an approval are a part too, and none of its tags has moved', () => {
  const approval = lineOf(approvalBody())
  expect(partOf(approval, { image: 'api', digest: digestPrefixOf(a) })).toEqual(approval)
  expect(partOf(approval, { digest: digestPrefixOf(digestOf('plan')) })).toEqual(approval)
  expect(partOf(approval, { image: 'web' })).toBeUndefined()
  expect(partOf(approval, { digest: digestPrefixOf(b) })).toBeUndefined()
  expect(movedRows(approval)).toEqual([])
})

test.each([
  [a, true],
  [a.slice(7, 15), true],
  [a.slice(0, 15), true],
  [a.slice(7, 15).toUpperCase(), true],
  [`sha512:${a.slice(7, 15)}`, false],
  [a.slice(7, 14), undefined],
  ['not-a-digest', undefined],
  ['', undefined],
])('%s as the beginning of a digest: %s', (text, expected) => {
  const prefix = digestPrefixOf(text)
  expect(prefix === undefined ? undefined : beginsWith(digestOf('a'), prefix)).toBe(expected)
})

test('a tag moved when it holds another digest after the entry than before', () => {
  const rows = (body: object): readonly (string | number | null)[] =>
    movedRows(lineOf(body)).map(({ tag }) => tag)
  expect(rows(outcomeBody(null, [step('a', { tag: '1' })]))).toEqual(['1'])
  expect(rows(outcomeBody(null, [step('a', { tag: '1', outcome: 'left' })]))).toEqual(['1'])
  for (const outcome of ['unchanged', 'restored', 'failed', 'cancelled', 'completed'] as const) {
    expect(rows(outcomeBody(null, [step('a', { outcome })]))).toEqual([])
  }
  const [tag] = abandonBody('intent').tags
  expect(rows(abandonBody('intent'))).toEqual([])
  expect(rows(abandonBody('intent', { tags: [{ ...tag, holds: digestOf('a') } as never] }))).toEqual([
    '1.4.2',
  ])
})
