import { beforeEach, expect, test } from 'vitest'
import { attach } from '../../../src/engine/referrers/attach.ts'
import { RECORD_TYPE } from '../../../src/model/attestation/record.ts'
import { statementIn } from '../../../src/model/attestation/statement.ts'
import { SUMMARY_TYPE } from '../../../src/model/attestation/summary.ts'
import type { AttestationEntry, LedgerAttestation } from '../../../src/model/ledger/entry.ts'
import type { VerifyReport } from '../../../src/model/result.ts'
import type { Digest } from '../../../src/oci/digest.ts'
import { sealed } from '../../../src/pipeline/attest/seal.ts'
import { verifyEnvironments } from '../../../src/pipeline/verify/verify.ts'
import { newSigner } from '../../model/attestation/signer.ts'
import { makeImage, type TestImage } from '../../support/images.ts'
import type { TestPipeline } from '../../support/pipeline.ts'
import { pushImage } from '../../support/push.ts'
import {
  attestationsIn,
  attestingPipeline,
  newKey,
  PROD,
  promote,
  readBeside,
  TEST,
} from '../attest/scene.ts'

/** How a statement is attached by hand. */
const HOW = { created: '2026-11-24T10:58:11.200Z', format: 'bundle' } as const

const keys = { record: newKey(), summary: newKey() }
let pipeline: TestPipeline
let image: TestImage
let digest: Digest

beforeEach(async () => {
  pipeline = await attestingPipeline(keys)
  image = await makeImage({ seed: 'attested' })
  digest = image.manifest.descriptor.digest
  await pushImage(pipeline.memory(TEST), image, ['1.0.0'])
})

function verify(): Promise<VerifyReport> {
  return verifyEnvironments(pipeline.context, {
    environment: 'prod',
    images: [],
    exclude: [],
    deep: false,
    attestations: true,
  })
}

async function said(): Promise<readonly string[]> {
  const { attestations = [], ok } = await verify()
  expect(ok).toBe(attestations.every(({ state }) => state === 'ok'))
  return attestations.map(
    ({ as, state, message }) => `${as} ${state}${message === null ? '' : `: ${message}`}`,
  )
}

/** Has the ledger say of the record what it does not say. */
async function rewrite(change: Partial<LedgerAttestation>): Promise<void> {
  const [entry] = await attestationsIn(pipeline)
  const [record, summary] = entry?.attestations ?? []
  if (entry === undefined || record === undefined || summary === undefined)
    throw new Error('nothing was attested')
  const { run, plan, from, to, outcome, configDigest } = entry as AttestationEntry
  const changed = { ...record, ...change }
  const attestations = change.as === 'summary' ? [record, changed] : [changed, summary]
  await pipeline.context.ledger.append({
    kind: 'attestation',
    ...{ run, plan, from, to, outcome, configDigest },
    attestations,
  })
}

async function recordBeside() {
  const [record] = await readBeside(pipeline.memory(PROD), digest, RECORD_TYPE)
  if (record === undefined) throw new Error('there is no record')
  return record
}

test('what was attested is read back as the ledger has it', async () => {
  await promote(pipeline.context)
  expect(await said()).toEqual(['record ok', 'summary ok'])
})

test('what was taken away is missing', async () => {
  await promote(pipeline.context)
  pipeline.memory(PROD).remove((await recordBeside()).referrer)
  expect(await said()).toEqual(['record missing: the record is not listed any more', 'summary ok'])
})

test('what was promoted before anything was attested has none, and the environment wants one', async () => {
  const { attest: _, ...prod } = pipeline.config.environments[1] ?? {}
  const plain = { ...pipeline.config, environments: [pipeline.config.environments[0], prod] } as never
  await promote({ ...pipeline.context, config: plain })
  expect(await said()).toEqual([
    'record missing: entry 2 has no record',
    'summary missing: entry 2 has no summary',
  ])
})

test('one by another key than the ledger has is forged', async () => {
  await promote(pipeline.context)
  const statement = statementIn((await recordBeside()).envelope)
  const other = sealed(statement, HOW, newSigner())
  const attached = await attach(pipeline.memory(PROD), image.manifest, other)
  expect(await said()).toEqual(['record ok', 'summary ok'])
  await rewrite(attached)
  expect(await said()).toEqual([
    'record forged: the record is not signed with the key that the ledger has',
    'summary ok',
  ])
})

test('one that says otherwise than the ledger is told with what it says otherwise', async () => {
  await promote(pipeline.context)
  const statement = statementIn((await recordBeside()).envelope)
  const signer = newSigner()
  const predicate = { ...(statement.predicate as object), tags: ['9.9.9'], plan: null }
  const attached = await attach(
    pipeline.memory(PROD),
    image.manifest,
    sealed({ ...statement, subject: [], predicate }, HOW, signer),
  )
  await rewrite({ ...attached, key: signer.publicKey })
  expect(await said()).toEqual([
    'record contradicts: the record says otherwise than the ledger: subject, tags, plan',
    'summary ok',
  ])
})

test('a summary of another file, or for another place, is told too', async () => {
  await promote(pipeline.context)
  const [summary] = await readBeside(pipeline.memory(PROD), digest, SUMMARY_TYPE)
  if (summary === undefined) throw new Error('there is no summary')
  const statement = statementIn(summary.envelope)
  const signer = newSigner()
  const predicate = {
    ...(statement.predicate as object),
    resourceUri: TEST,
    policy: {},
    verificationResult: 'FAILED',
  }
  const attached = await attach(
    pipeline.memory(PROD),
    image.manifest,
    sealed({ ...statement, predicate }, HOW, signer),
  )
  await rewrite({ ...attached, as: 'summary', predicateType: SUMMARY_TYPE, key: signer.publicKey })
  expect(await said()).toEqual([
    'record ok',
    'summary contradicts: the summary says otherwise than the ledger: resourceUri, verificationResult, policy',
  ])
})
