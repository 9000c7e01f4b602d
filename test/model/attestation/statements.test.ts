import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Envelope, sealEnvelope } from '../../../src/model/attestation/dsse.ts'
import {
  type AttestedStep,
  isHashOf,
  RECORD_TYPE,
  recordedEntry,
  recordStatement,
  verdictsAbout,
} from '../../../src/model/attestation/record.ts'
import {
  IN_TOTO_TYPE,
  isAbout,
  statementBytes,
  statementIn,
} from '../../../src/model/attestation/statement.ts'
import {
  type Judged,
  promotedLevel,
  SUMMARY_TYPE,
  summaryStatement,
} from '../../../src/model/attestation/summary.ts'
import { digestOf, hexOf } from '../../../src/oci/digest.ts'
import { approvalBody, intentBody, outcomeBody, step } from '../../ledger/entry-bodies.ts'
import { newSigner } from './signer.ts'

const hash = digestOf('entry')
const { verdicts, run } = intentBody([])
const signed = {
  gate: 'signature',
  image: 'api',
  tag: '1.4.2',
  answer: 'pass',
  reason: 'It is signed.',
  evidence: {
    signature: digestOf('signature'),
    reports: digestOf('report'),
    key: 'cosign.pub',
    digest: digestOf('other'),
  },
} as const

function judged(changes: Partial<Judged> = {}): Judged {
  const at = '2026-11-24T10:58:11.200Z'
  return { configDigest: digestOf('config'), verdicts: [...verdicts, signed], at, ...changes }
}

function attested(changes: Partial<AttestedStep> = {}): AttestedStep {
  const { plan, from, to } = outcomeBody(null, [])
  return {
    project: 'shop',
    file: 'promotion.yaml',
    configDigest: digestOf('config'),
    outcome: {
      ...{ id: 'b5f0c7de0001', sequence: 57, hash, at: '2026-11-24T10:58:11.200Z', run, plan, from, to },
      intents: ['b5f0c7de0000'],
    },
    step: step('a', {
      tags: [
        { tag: '1.4.2', old: null, new: digestOf('a') },
        { tag: '1.4', old: digestOf('b'), new: digestOf('a') },
        { tag: '1', old: digestOf('b'), new: digestOf('a'), result: 'left-out' },
      ],
    }),
    verdicts: [...verdicts, signed],
    approvals: [
      {
        ...approvalBody(),
        ...{ formatVersion: 2, id: 'c5f0c7de0001', sequence: 55, previous: null, hash: digestOf('approval') },
        at: '2026-11-24T10:58:11.300Z',
      },
    ],
    ...changes,
  }
}

describe('the record of a promotion', () => {
  const statement = recordStatement(attested())

  test('has the fields of kpromo, with what they mean there', () => {
    const hex = hexOf(digestOf('a'))
    expect(statement).toMatchObject({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'registry.example.com/prod/api', digest: { sha256: hex } }],
      predicateType: RECORD_TYPE,
      predicate: {
        srcRef: `registry.test.example.com/shop/api@${digestOf('a')}`,
        dstRef: 'registry.example.com/prod/api',
        digest: digestOf('a'),
        timestamp: '2026-11-24T10:58:11.200Z',
        builderId: 'urn:promote:tool@0.1.0',
        tags: ['1.4', '1.4.2'],
        source: { name: 'registry.test.example.com/shop/api', digest: { sha256: hex } },
        destination: { name: 'registry.example.com/prod/api', digest: { sha256: hex } },
        manifest: { name: 'promotion.yaml' },
        promoter: { version: '0.1.0' },
        job: { url: 'https://ci.example.com/runs/7' },
      },
    })
  })

  test('and what only this tool knows', () => {
    expect(statement.predicate).toMatchObject({
      project: 'shop',
      image: 'api',
      from: { environment: 'test', tag: '1.4.2' },
      to: { environment: 'prod' },
      moves: [
        { tag: '1.4.2', replaced: null, result: 'moved' },
        { tag: '1.4', replaced: { sha256: hexOf(digestOf('b')) }, result: 'moved' },
        { tag: '1', result: 'left-out' },
      ],
      plan: { digest: { sha256: hexOf(digestOf('plan')) } },
      config: { digest: { sha256: hexOf(digestOf('config')) } },
      ledger: {
        entry: 'b5f0c7de0001',
        sequence: 57,
        hash: { sha256: hexOf(hash) },
        intents: ['b5f0c7de0000'],
      },
      approvals: [{ by: 'release-manager', comment: 'Tested on Monday.', entry: 'c5f0c7de0001' }],
      run,
    })
    const { gates } = statement.predicate
    expect(gates.map(({ gate, answer }) => [gate, answer])).toEqual([
      ['order', 'pass'],
      ['signature', 'pass'],
    ])
  })

  test('names the entry it is the record of', () => {
    const entry = recordedEntry(statement.predicate)
    expect(entry).toEqual({ entry: 'b5f0c7de0001', hash: hexOf(hash) })
    expect(isHashOf(entry?.hash ?? '', { hash })).toBe(true)
    for (const other of [null, 1, {}, { ledger: null }, { ledger: { entry: 1 } }]) {
      expect(recordedEntry(other)).toBeUndefined()
    }
  })

  test('the answers about a step are those of its tag, where others of the image are promoted with it', () => {
    const older = { ...signed, tag: '1.4.1', answer: 'deny' } as const
    const all = [signed, older, { ...signed, image: 'web' }]
    expect(verdictsAbout(all, { image: 'api', tag: '1.4.2' })).toEqual([signed])
    expect(verdictsAbout(all, { image: 'api', tag: null })).toEqual([signed, older])
  })

  test('of a step by digest has no tag; of a sha512 digest has that', () => {
    const digest = digestOf('a', 'sha512')
    const source = `registry.test.example.com:5000/shop/api@${digest}`
    const own = recordStatement(attested({ step: step('a', { digest, source, tags: [] }) }))
    expect(own.predicate).toMatchObject({ srcRef: source, from: { tag: null } })
    expect(own.predicate).not.toHaveProperty('tags')
    expect(recordStatement(attested({ configDigest: null })).predicate).not.toHaveProperty('config')
    expect(own.subject).toEqual([
      { name: 'registry.example.com/prod/api', digest: { sha512: hexOf(digest) } },
    ])
    expect(isAbout(own, digest)).toBe(true)
    expect(isAbout(own, digestOf('a'))).toBe(false)
  })
})

describe('the summary', () => {
  test('says that the image passed on its way to one place', () => {
    expect(summaryStatement(attested(), judged(), 'https://acme.example/promote')).toEqual({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'registry.example.com/prod/api', digest: { sha256: hexOf(digestOf('a')) } }],
      predicateType: SUMMARY_TYPE,
      predicate: {
        verifier: { id: 'https://acme.example/promote', version: { promote: '0.1.0' } },
        timeVerified: '2026-11-24T10:58:11.200Z',
        resourceUri: 'registry.example.com/prod/api',
        policy: {
          uri: 'urn:promote:promotion-file:shop',
          digest: { sha256: hexOf(digestOf('config')) },
        },
        inputAttestations: [
          {
            uri: `registry.example.com/prod/api@${digestOf('signature')}`,
            digest: { sha256: hexOf(digestOf('signature')) },
          },
          {
            uri: `registry.example.com/prod/api@${digestOf('report')}`,
            digest: { sha256: hexOf(digestOf('report')) },
          },
        ],
        verificationResult: 'PASSED',
        verifiedLevels: ['SLSA_BUILD_LEVEL_UNEVALUATED', 'PROMOTED_TO_PROD'],
        slsaVersion: '1.1',
      },
    })
    expect(promotedLevel('eu-west-1')).toBe('PROMOTED_TO_EU_WEST_1')
  })

  test('says of an image that a person passed a gate over for, that it was so', () => {
    const overridden = { ...signed, answer: 'deny', overridden: { reason: 'An incident.' } } as const
    const statement = summaryStatement(
      attested(),
      judged({ verdicts: [...verdicts, overridden] }),
      'urn:promote:verifier',
    )
    expect(statement?.predicate.verifiedLevels).toEqual([
      ...['SLSA_BUILD_LEVEL_UNEVALUATED', 'PROMOTED_TO_PROD', 'PROMOTED_WITH_OVERRIDE'],
    ])
  })

  test.each(['deny', 'unknown'] as const)('is not made of an image of which a gate says %s', (answer) => {
    const failed = judged({ verdicts: [...verdicts, { ...signed, answer }] })
    expect(summaryStatement(attested(), failed, 'urn:promote:verifier')).toBeUndefined()
  })
})

describe('a statement out of an envelope', () => {
  const envelope = sealEnvelope(IN_TOTO_TYPE, statementBytes(recordStatement(attested())), newSigner())
  const holding = (document: unknown): Envelope => ({
    ...envelope,
    payload: Buffer.from(JSON.stringify(document)).toString('base64'),
  })

  test('is what went in', () => {
    expect(statementIn(envelope)).toEqual(recordStatement(attested()))
  })

  test.each([
    ['another payload type', { ...envelope, payloadType: 'text/plain' }],
    ['no JSON', { ...envelope, payload: 'AAAA' }],
    [
      'an older type',
      holding({ _type: 'https://in-toto.io/Statement/v0.1', subject: [], predicateType: '' }),
    ],
    ['no subject', holding({ _type: 'https://in-toto.io/Statement/v1', predicateType: '' })],
    ['null', holding(null)],
  ])('is refused with %s', (_, bad) => {
    expect(() => statementIn(bad)).toThrow(expect.objectContaining({ code: 'protocol' }))
  })

  test('the same facts are the same bytes, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (predicate) => {
        const one = {
          _type: 'https://in-toto.io/Statement/v1',
          subject: [],
          predicateType: 'x',
          predicate,
        } as const
        const other = { ...one, predicate: Object.fromEntries(Object.entries(predicate).toReversed()) }
        expect(statementBytes(other)).toEqual(statementBytes(one))
      }),
    )
  })
})
