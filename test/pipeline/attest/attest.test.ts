import { copyFile } from 'node:fs/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { BUNDLE_TYPE } from '../../../src/model/attestation/bundle.ts'
import { isSignedBy } from '../../../src/model/attestation/dsse.ts'
import { RECORD_TYPE } from '../../../src/model/attestation/record.ts'
import { statementIn } from '../../../src/model/attestation/statement.ts'
import { SUMMARY_TYPE } from '../../../src/model/attestation/summary.ts'
import { NO_GATES, PLAIN_RULE } from '../../../src/model/gates/rules.ts'
import { type Digest, hexOf } from '../../../src/oci/digest.ts'
import { rawManifest } from '../../../src/oci/manifest.ts'
import { cosignTag } from '../../../src/oci/referrer-tags.ts'
import type { PipelineContext } from '../../../src/pipeline/context.ts'
import { dryRun } from '../../../src/pipeline/plan/dry-run.ts'
import { makePlan } from '../../../src/pipeline/plan/make-plan.ts'
import { PromoteError } from '../../../src/support/errors.ts'
import { makeArtifact, makeImage, type TestImage } from '../../support/images.ts'
import { overriding, type TestPipeline } from '../../support/pipeline.ts'
import { pushImage } from '../../support/push.ts'
import { attestationsIn, attestingPipeline, newKey, PROD, promote, RULE, readBeside, TEST } from './scene.ts'

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

const besides = (type: string, pipe = pipeline) => readBeside(pipe.memory(PROD), digest, type)

/** Lets every write of a referrer into prod fail. */
function refuseReferrers(message = 'No artifacts are taken here.'): void {
  pipeline.replace(PROD, (store) =>
    overriding(store, {
      putManifest: async (manifest, options) => {
        if (new TextDecoder().decode(manifest.bytes).includes('"subject"'))
          throw new PromoteError('forbidden', message)
        return store.putManifest(manifest, options)
      },
    }),
  )
}

const acceptReferrers = (): void => pipeline.replace(PROD, (store) => store)

describe('after a promotion', () => {
  test('the record and the summary stand beside the image as bundles, each signed with its key', async () => {
    const result = await promote(pipeline.context)
    expect(result.exitCode).toBe(0)
    expect(result.attestations?.map(({ as, result: end }) => [as, end])).toEqual([
      ['record', 'attached'],
      ['summary', 'attached'],
    ])
    const [intent, outcome, attested] = await pipeline.entries()
    expect(attested).toMatchObject({
      kind: 'attestation',
      outcome: outcome?.id,
      attestations: result.attestations,
    })
    expect(result.head?.hash).toBe(attested?.hash)

    const [record, ...more] = await besides(RECORD_TYPE)
    const [summary] = await besides(SUMMARY_TYPE)
    if (record === undefined || summary === undefined) throw new Error('they are not there')
    expect(more).toEqual([])
    expect(isSignedBy(record.envelope, keys.record.spki)).toBe(true)
    expect(isSignedBy(summary.envelope, keys.summary.spki)).toBe(true)
    expect(statementIn(record.envelope)).toMatchObject({
      subject: [{ name: PROD, digest: { sha256: hexOf(digest) } }],
      predicate: {
        tags: ['1.0.0'],
        config: { digest: { sha256: hexOf(pipeline.config.digest) } },
        ledger: {
          entry: outcome?.id,
          hash: { sha256: hexOf(outcome?.hash ?? digest) },
          intents: [intent?.id],
        },
        gates: [{ gate: 'order', answer: 'pass' }],
      },
    })
    expect(statementIn(summary.envelope)).toMatchObject({
      predicate: {
        resourceUri: PROD,
        verificationResult: 'PASSED',
        policy: { digest: { sha256: hexOf(pipeline.config.digest) } },
        timeVerified: outcome?.at,
      },
    })
    const manifest = pipeline.memory(PROD).manifests.get(record.referrer)
    expect(JSON.parse(new TextDecoder().decode(manifest?.bytes))).toMatchObject({
      artifactType: BUNDLE_TYPE,
      layers: [{ mediaType: BUNDLE_TYPE, digest: record.content }],
      subject: { digest },
      annotations: {
        'dev.sigstore.bundle.content': 'dsse-envelope',
        'dev.sigstore.bundle.predicateType': RECORD_TYPE,
      },
    })
  })

  test('the next run finds all there, and writes nothing', async () => {
    await promote(pipeline.context)
    const before = await pipeline.entries()
    const counted = pipeline.counted(PROD)
    counted.reset()
    const again = await promote(pipeline.again())
    expect(again.exitCode).toBe(0)
    expect(again).not.toHaveProperty('attestations')
    expect(counted.writes).toEqual([])
    expect(await pipeline.entries()).toEqual(before)
  })

  test('what somebody took away is attached again', async () => {
    await promote(pipeline.context)
    const [record] = await besides(RECORD_TYPE)
    pipeline.memory(PROD).remove(record?.referrer ?? digest)
    const again = await promote(pipeline.again())
    expect(again.attestations?.map(({ as }) => as)).toEqual(['record'])
    expect(await besides(RECORD_TYPE)).toHaveLength(1)
    expect((await promote(pipeline.again())).attestations).toBeUndefined()
  })

  test('what a run attached and could not record any more is found, not attached a second time', async () => {
    await promote(pipeline.context)
    const whole = await pipeline.entries()
    await copyFile(pipeline.ledgerFile, `${pipeline.ledgerFile}.whole`)
    const { readFile, writeFile } = await import('node:fs/promises')
    const lines = (await readFile(pipeline.ledgerFile, 'utf8')).trimEnd().split('\n')
    await writeFile(pipeline.ledgerFile, `${lines.slice(0, -1).join('\n')}\n`)
    const counted = pipeline.counted(PROD)
    counted.reset()
    const again = await promote(pipeline.again())
    expect(again.attestations?.map(({ referrer }) => referrer)).toEqual(
      whole.flatMap((entry) =>
        entry.kind === 'attestation' ? entry.attestations.map((one) => one.referrer) : [],
      ),
    )
    expect(counted.writes).toEqual([])
  })
})

describe('on an image with signatures under the tags of older cosign', () => {
  test.each(['sig', 'att'] as const)(
    '.%s: a bundle would hide them, so .att gets a layer more',
    async (suffix) => {
      const old = makeArtifact({
        content: 'signed before',
        layerType: 'application/vnd.dsse.envelope.v1+json',
        layerAnnotations: { predicateType: 'https://spdx.dev/Document' },
      })
      const tag = cosignTag(digest, suffix) ?? ''
      await pushImage(pipeline.memory(TEST), old, [tag])
      const { attestations } = await promote(pipeline.context)
      const att = cosignTag(digest, 'att')
      expect(attestations?.map((one) => [one.tag, one.result])).toEqual([
        [att, 'attached'],
        [att, 'attached'],
      ])
      const prod = pipeline.memory(PROD)
      if (suffix === 'sig') expect(prod.tagged.get(tag)).toBe(old.manifest.descriptor.digest)
      const held = prod.manifests.get(prod.tagged.get(att ?? '') ?? digest)
      const { layers } = JSON.parse(new TextDecoder().decode(held?.bytes)) as {
        layers: readonly { digest: string }[]
      }
      expect(layers).toHaveLength(suffix === 'att' ? 3 : 2)
      if (suffix === 'att') expect(layers[0]?.digest).toBe(JSON.parse(text(old)).layers[0].digest)
      const referrers: unknown[] = []
      for await (const one of prod.referrers({ digest })) referrers.push(one)
      expect(referrers).toEqual([])

      const counted = pipeline.counted(PROD)
      counted.reset()
      const again = await promote(pipeline.again())
      expect([again.exitCode, again.attestations, counted.writes]).toEqual([0, undefined, []])
    },
  )

  test('.att moves with what is attested in the source later, and what prod attests there is attested again', async () => {
    const layer = (content: string) => ({
      content,
      layerType: 'application/vnd.dsse.envelope.v1+json',
      layerAnnotations: { predicateType: 'https://spdx.dev/Document' },
    })
    const tag = cosignTag(digest, 'att') ?? ''
    await pushImage(pipeline.memory(TEST), makeArtifact(layer('scanned on Monday')), [tag])
    await promote(pipeline.context)
    const tuesday = withLayer(
      makeArtifact(layer('scanned on Monday')),
      makeArtifact(layer('scanned on Tuesday')),
    )
    await pushImage(pipeline.memory(TEST), tuesday, [tag])
    const again = await promote(pipeline.again())
    expect(again.failures).toEqual([])
    expect(again.attestations?.map(({ result }) => result)).toEqual(['attached', 'attached'])
    const prod = pipeline.memory(PROD)
    const held = prod.manifests.get(prod.tagged.get(tag) ?? digest)
    const { layers } = JSON.parse(new TextDecoder().decode(held?.bytes)) as { layers: readonly unknown[] }
    expect(layers).toHaveLength(4)
    expect((await promote(pipeline.again())).attestations).toBeUndefined()
  })

  test('format: tag writes there also where nothing was', async () => {
    const tagging = await attestingPipeline(keys, { attest: { ...RULE, format: 'tag' } })
    await pushImage(tagging.memory(TEST), image, ['1.0.0'])
    const { attestations } = await promote(tagging.context)
    const att = cosignTag(digest, 'att')
    expect(attestations?.map(({ tag, result }) => [tag, result])).toEqual([
      [att, 'attached'],
      [att, 'attached'],
    ])
    expect((await promote(tagging.again())).attestations).toBeUndefined()
  })

  test('but where there is a bundle already the tags are hidden already, and a bundle does no harm', async () => {
    await pushImage(pipeline.memory(TEST), makeArtifact({ content: 'tagged' }), [
      cosignTag(digest, 'sig') ?? '',
    ])
    const bundle = makeArtifact({
      subject: image,
      artifactType: BUNDLE_TYPE,
      layerType: BUNDLE_TYPE,
      content: '{}',
    })
    await pushImage(pipeline.memory(TEST), bundle, [])
    const { attestations } = await promote(pipeline.context)
    expect(attestations?.map(({ tag, result }) => [tag, result])).toEqual([
      [null, 'attached'],
      [null, 'attached'],
    ])
  })

  test('a referrer that is no bundle hides nothing, and changes nothing', async () => {
    await pushImage(pipeline.memory(TEST), makeArtifact({ content: 'tagged' }), [
      cosignTag(digest, 'sig') ?? '',
    ])
    const other = makeArtifact({ subject: image, content: 'a report' })
    await pushImage(pipeline.memory(TEST), other, [])
    const { attestations } = await promote(pipeline.context)
    expect(attestations?.every(({ tag }) => tag !== null)).toBe(true)
  })
})

describe('what fails', () => {
  test('is recorded and exits 1 with the image promoted; the next run attaches what is missing', async () => {
    refuseReferrers()
    const result = await promote(pipeline.context)
    expect(result.exitCode).toBe(1)
    expect(result.steps.map(({ outcome }) => outcome)).toEqual(['promoted'])
    expect(result.failures.map(({ message, hint }) => `${message} ${hint}`)).toEqual(
      ['record', 'summary'].map(
        (as) =>
          `api: its ${as} could not be attached to ${PROD}@${digest}: No artifacts are taken here. The image itself is promoted and recorded. The next run attaches what is missing.`,
      ),
    )
    const [failed] = await attestationsIn(pipeline)
    expect(failed?.attestations).toMatchObject([
      { as: 'record', result: 'failed', referrer: null, error: 'No artifacts are taken here.' },
      { as: 'summary', result: 'failed' },
    ])
    acceptReferrers()
    const again = await promote(pipeline.again())
    expect(again.exitCode).toBe(0)
    expect(again.attestations?.map(({ result: end }) => end)).toEqual(['attached', 'attached'])
    const [summary] = await besides(SUMMARY_TYPE)
    const [, outcome] = await pipeline.entries()
    // It says when the image was promoted, and by which file it was judged then.
    expect(summary && statementIn(summary.envelope)).toMatchObject({
      predicate: { timeVerified: outcome?.at },
    })
    expect((await promote(pipeline.again())).attestations).toBeUndefined()
  })

  test('is attached later, although another version was promoted meanwhile', async () => {
    refuseReferrers()
    await promote(pipeline.context)
    acceptReferrers()
    const next = await makeImage({ seed: 'next' })
    await pushImage(pipeline.memory(TEST), next, ['1.0.0'])
    const again = await promote(pipeline.again())
    expect(again.attestations?.map((one) => [one.digest, one.as, one.result])).toEqual([
      ...(['record', 'summary'] as const).map((as) => [next.manifest.descriptor.digest, as, 'attached']),
      ...(['record', 'summary'] as const).map((as) => [digest, as, 'attached']),
    ])
    expect(await besides(RECORD_TYPE)).toHaveLength(1)
  })

  test('and whose image is gone since is recorded as that, once', async () => {
    refuseReferrers()
    await promote(pipeline.context)
    acceptReferrers()
    const next = await makeImage({ seed: 'next' })
    await pushImage(pipeline.memory(TEST), next, ['1.0.0'])
    pipeline.memory(PROD).remove(digest)
    const again = await promote(pipeline.again())
    expect(again.exitCode).toBe(0)
    expect(again.attestations?.filter((one) => one.digest === digest).map(({ result }) => result)).toEqual([
      'gone',
      'gone',
    ])
    expect((await promote(pipeline.again())).attestations).toBeUndefined()
  })

  test('a run that is asked to stop after the tags moved says so, and leaves the rest to the next', async () => {
    const { context } = pipeline
    const stopping = { ...context, progress: stopAfterTags(pipeline) }
    const result = await promote(stopping)
    expect(result.steps.map(({ outcome }) => outcome)).toEqual(['promoted'])
    const [failed] = await attestationsIn(pipeline)
    expect(failed?.attestations.map(({ result: end }) => end)).toEqual(['failed', 'failed'])
    expect((await promote(pipeline.again())).attestations?.map(({ result: end }) => end)).toEqual([
      'attached',
      'attached',
    ])
  })
})

describe('a key', () => {
  test('that does not open ends the run before anything is written', async () => {
    const bad = await attestingPipeline({ record: keys.record, summary: { ...keys.summary, pem: 'no key' } })
    await pushImage(bad.memory(TEST), image, ['1.0.0'])
    await expect(promote(bad.context)).rejects.toMatchObject({
      code: 'usage',
      message: 'There is no private key in PEM form in the variable SUMMARY.',
    })
    expect(bad.counted(PROD).writes).toEqual([])
    expect(await bad.entries()).toEqual([])
  })

  test('with which images have to be signed may attest nothing', async () => {
    const key = { name: 'keys/cosign.pub', path: '/keys/cosign.pub', text: keys.summary.publicPem }
    const signature = { ...PLAIN_RULE, anyOf: false, signers: [{ kind: 'key' as const, key }] }
    const bad = await attestingPipeline(keys, { gates: { ...NO_GATES, signature } })
    await pushImage(bad.memory(TEST), image, ['1.0.0'])
    // The gate itself denies an image that is not signed: what counts here is the key.
    const { context } = bad
    const rule = { ...RULE, as: ['summary'] as const }
    const { openSigners } = await import('../../../src/pipeline/attest/keys.ts')
    await expect(openSigners(context, rule, 'prod')).rejects.toMatchObject({
      code: 'usage',
      message:
        'attest of prod would sign with the key of cosign.pub, which the gate signature of prod wants images to be signed with: whatever was promoted would count as signed.',
    })
    await expect(openSigners(context, { ...RULE, as: ['record'] }, 'prod')).resolves.toBeDefined()
  })

  test('that does not open is told by a dry run, except where the run is refused before it', async () => {
    const bad = await attestingPipeline({ ...keys, record: { ...keys.record, pem: 'no key' } })
    await pushImage(bad.memory(TEST), image, ['1.0.0'])
    const dry = async (context: PipelineContext) =>
      dryRun(
        context,
        await makePlan(context, { from: 'test', to: 'prod', images: [] }, { describe: false, push: false }),
      )
    expect((await dry(bad.context)).exitCode).toBe(2)
    const run = { ...(await bad.context.identify()), id: 'run-2' }
    await bad.context.ledger.append({
      kind: 'hold',
      ...{ run, environment: 'prod', image: 'api', digest: null, reason: 'It leaks.', cause: null },
    })
    expect((await dry(bad.again())).exitCode).toBe(3)
    expect((await promote(bad.again())).exitCode).toBe(3)
  })

  test('is not asked for where there is nothing to attest', async () => {
    await promote(pipeline.context)
    const none = { ...pipeline.again(), openKey: () => Promise.reject(new Error('asked')) }
    expect((await promote(none)).exitCode).toBe(0)
  })
})

test('an image that was promoted before anything was attested is attested by the run that finds it in step', async () => {
  const { attest: _, ...prod } = pipeline.config.environments[1] ?? {}
  const plain = { ...pipeline.config, environments: [pipeline.config.environments[0], prod] } as never
  await promote({ ...pipeline.context, config: plain })
  expect(await attestationsIn(pipeline)).toEqual([])
  const result = await promote(pipeline.again())
  expect(result.attestations?.map(({ as, result: end }) => [as, end])).toEqual([
    ['record', 'attached'],
    ['summary', 'attached'],
  ])
  const [record] = await besides(RECORD_TYPE)
  // By which file it was judged then nobody knows any more: the record does not say, the summary is of now.
  expect(record && statementIn(record.envelope).predicate).not.toHaveProperty('config')
})

/** One artifact with the layers of both. */
function withLayer(one: TestImage, other: TestImage): TestImage {
  const [document, more] = [JSON.parse(text(one)), JSON.parse(text(other))]
  const bytes = Buffer.from(JSON.stringify({ ...document, layers: [...document.layers, ...more.layers] }))
  return { ...one, manifest: rawManifest(bytes), blobs: new Map([...one.blobs, ...other.blobs]) }
}

function text({ manifest }: TestImage): string {
  return new TextDecoder().decode(manifest.bytes)
}

/** Aborts as soon as the outcome is on its way. */
function stopAfterTags(pipe: TestPipeline): TestPipeline['context']['progress'] {
  return (event) => {
    if (event.kind === 'phase-start' && event.phase === 'record') pipe.abort()
  }
}
