import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readCosignView } from '../../../src/engine/referrers/cosign-view.ts'
import type { FoundAttestation } from '../../../src/engine/referrers/read-attestations.ts'
import { readAttestations } from '../../../src/engine/referrers/read-attestations.ts'
import type { AttestRule } from '../../../src/model/attestation/rule.ts'
import type { AttestationEntry } from '../../../src/model/ledger/entry.ts'
import type { PromotionResult } from '../../../src/model/result.ts'
import type { Digest } from '../../../src/oci/digest.ts'
import type { ContentSource } from '../../../src/oci/store.ts'
import { carryOut } from '../../../src/pipeline/apply/carry-out.ts'
import type { PipelineContext } from '../../../src/pipeline/context.ts'
import { makePlan } from '../../../src/pipeline/plan/make-plan.ts'
import { type TestEnvironment, type TestPipeline, testPipeline } from '../../support/pipeline.ts'

export const TEST = 'test.example.com/api'
export const PROD = 'prod.example.com/api'

/** A key pair that attests, as PEM. */
export interface TestKey {
  readonly pem: string
  readonly publicPem: string
  /** Base64 of the SubjectPublicKeyInfo in DER. */
  readonly spki: string
}

export function newKey(): TestKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return {
    pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    spki: spkiOf(createPublicKey(privateKey)),
  }
}

function spkiOf(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).toString('base64')
}

/** The rule that `attest: { key: env:KEY, summaryKey: env:SUMMARY }` makes. */
export const RULE: AttestRule = {
  as: ['record', 'summary'],
  keys: { record: { key: { kind: 'env', name: 'KEY' } }, summary: { key: { kind: 'env', name: 'SUMMARY' } } },
  format: 'bundle',
  verifier: 'urn:promote:verifier',
}

/** test and prod, where prod attests with these keys; referrers come along. */
export function attestingPipeline(
  keys: { readonly record: TestKey; readonly summary: TestKey },
  prod: Partial<TestEnvironment> = {},
): Promise<TestPipeline> {
  return testPipeline({
    environments: [
      { name: 'test' },
      { name: 'prod', referrers: { copy: 'all', require: [] }, attest: RULE, ...prod },
    ],
    variables: { KEY: keys.record.pem, SUMMARY: keys.summary.pem },
  })
}

/** Promotes what test selects to prod. */
export async function promote(context: PipelineContext): Promise<PromotionResult> {
  const made = await makePlan(
    context,
    { from: 'test', to: 'prod', images: [] },
    { describe: false, push: true },
  )
  return carryOut(context, made, { keepGoing: false })
}

/** The entries about attestations. */
export async function attestationsIn(pipeline: TestPipeline): Promise<readonly AttestationEntry[]> {
  return (await pipeline.entries()).filter((entry) => entry.kind === 'attestation')
}

/** The attestations of a predicate type that stand beside an image. */
export async function readBeside(
  store: ContentSource,
  digest: Digest,
  type: string,
): Promise<readonly FoundAttestation[]> {
  return readAttestations(store, await readCosignView(store, digest), type)
}
