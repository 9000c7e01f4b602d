import { truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  type GateRules,
  NO_GATES,
  PLAIN_RULE,
  type VulnerabilitiesRule,
} from '../../../src/model/gates/rules.ts'
import { rawManifest } from '../../../src/oci/manifest.ts'
import { cosignTag } from '../../../src/oci/referrer-tags.ts'
import { carryOut } from '../../../src/pipeline/apply/carry-out.ts'
import { makePlan } from '../../../src/pipeline/plan/make-plan.ts'
import {
  cosignVuln,
  cycloneDxReport,
  envelope,
  statement,
  trivyReport,
  trivySarif,
} from '../../gates/vulnerabilities/sample-reports.ts'
import {
  type ArtifactOptions,
  makeArtifact,
  makeImage,
  makeIndex,
  type TestImage,
} from '../../support/images.ts'
import { type TestEnvironment, type TestPipeline, tag, testPipeline } from '../../support/pipeline.ts'
import { pushImage } from '../../support/push.ts'

const TEST = 'test.example.com/api'
const trivy: VulnerabilitiesRule = { ...PLAIN_RULE, report: 'trivy', most: 'medium', except: [] }
const TRIVY_TYPE = 'application/vnd.aquasec.trivy.report+json'
const high = [['CVE-2026-1', 'high', 'zlib']] as const

/** test and prod, which has these gates. */
function promotion(gates: Partial<GateRules>, more: Partial<TestEnvironment> = {}): Promise<TestPipeline> {
  return testPipeline({
    environments: [{ name: 'test' }, { name: 'prod', gates: { ...NO_GATES, ...gates }, ...more }],
    images: [{ name: 'api', select: [...tag('1.0.0'), ...tag('stable')] }],
  })
}

/** What the gates say about the first step, `order` left out, as `gate answer: reason`. */
async function said({ context }: TestPipeline): Promise<string> {
  const { document } = await makePlan(
    context,
    { from: 'test', to: 'prod', images: ['api:1.0.0'] },
    { describe: true, push: false },
  )
  return document.verdicts
    .filter(({ gate }) => gate !== 'order')
    .map(({ gate, answer, reason }) => `${gate} ${answer}: ${reason}`)
    .join('\n')
}

async function attach(
  pipeline: TestPipeline,
  subject: TestImage,
  content: object,
  more: ArtifactOptions = {},
) {
  const artifact = makeArtifact({
    artifactType: TRIVY_TYPE,
    subject,
    content: JSON.stringify(content),
    ...more,
  })
  await pushImage(pipeline.memory(TEST), artifact)
  return artifact
}

async function imageInTest(
  pipeline: TestPipeline,
  image?: TestImage,
): Promise<TestImage & { readonly digest: string }> {
  const made = image ?? (await makeImage({ seed: 'api' }))
  await pushImage(pipeline.memory(TEST), made, ['1.0.0', 'stable'])
  return { ...made, digest: made.manifest.descriptor.digest }
}

describe('a report that is attached', () => {
  test('is found by its type, and by what it holds', async () => {
    const pipeline = await promotion({ vulnerabilities: trivy })
    const image = await imageInTest(pipeline)
    await attach(pipeline, image, trivyReport([], { digest: image.digest }))
    expect(await said(pipeline)).toBe('vulnerabilities pass: trivy found no vulnerability.')
    const generic = { artifactType: 'application/vnd.acme.scan', layerType: 'application/json' }
    await attach(
      pipeline,
      image,
      trivyReport(high, { digest: image.digest, madeAt: '2026-11-22T00:00:00Z' }),
      generic,
    )
    expect(await said(pipeline)).toMatch(/^vulnerabilities deny: .*CVE-2026-1/)
  })

  test('of another image is unknown', async () => {
    const pipeline = await promotion({ vulnerabilities: trivy })
    const image = await imageInTest(pipeline)
    const other = `sha256:${'b'.repeat(64)}`
    const artifact = await attach(pipeline, image, trivyReport([], { digest: other }))
    const name = artifact.manifest.descriptor.digest.slice('sha256:'.length, 'sha256:'.length + 8)
    expect(await said(pipeline)).toBe(
      `vulnerabilities unknown: The report in ${name} is about another image: ${other}.`,
    )
  })

  test('under a tag of cosign, in an envelope, is one', async () => {
    const pipeline = await promotion({ vulnerabilities: trivy })
    const image = await imageInTest(pipeline)
    const type = 'https://cosign.sigstore.dev/attestation/vuln/v1'
    const signed = envelope(
      statement(image.digest, type, cosignVuln(trivyReport(high, { digest: image.digest }))),
    )
    const att = makeArtifact({
      artifactType: 'application/vnd.oci.image.config.v1+json',
      content: JSON.stringify(signed),
      layerType: 'application/vnd.dsse.envelope.v1+json',
      layerAnnotations: { predicateType: type },
    })
    await pushImage(pipeline.memory(TEST), att, [cosignTag(image.manifest.descriptor.digest, 'att') ?? ''])
    expect(await said(pipeline)).toMatch(/^vulnerabilities deny: .*CVE-2026-1 \(high, zlib\)/)
  })

  test('in pieces, or without end, is told and not believed', async () => {
    const pipeline = await promotion({ vulnerabilities: trivy })
    const image = await imageInTest(pipeline)
    await attach(pipeline, image, trivyReport([], { digest: image.digest }))
    await pushImage(
      pipeline.memory(TEST),
      makeArtifact({ artifactType: TRIVY_TYPE, subject: image, content: '{"Schema' }),
    )
    expect(await said(pipeline)).toMatch(/^vulnerabilities unknown: The report in [0-9a-f]{8} is not JSON\.$/)
    const large = makeArtifact({
      artifactType: TRIVY_TYPE,
      subject: image,
      content: ' '.repeat(32 * 1024 * 1024 + 1),
    })
    await pushImage(pipeline.memory(TEST), large)
    pipeline.counted(TEST).reset()
    expect(await said(pipeline)).toMatch(/is larger than 32 MiB\./)
    expect(pipeline.counted(TEST).bytesOut).toBeLessThan(100_000)
  })

  test('one of very many is not looked for', async () => {
    const pipeline = await promotion({ vulnerabilities: trivy })
    const image = await imageInTest(pipeline)
    const artifact = makeArtifact({ subject: image, artifactType: TRIVY_TYPE })
    const document = JSON.parse(Buffer.from(artifact.manifest.bytes).toString())
    const [layer] = document.layers
    const text = JSON.stringify({ ...document, layers: Array(1001).fill(layer) })
    const many = { ...artifact, manifest: rawManifest(Buffer.from(text)) }
    await pushImage(pipeline.memory(TEST), many)
    expect(await said(pipeline)).toBe(
      'vulnerabilities unknown: 1001 reports of 0 MiB together are attached to it: remove old ones.',
    )
    expect(pipeline.counted(TEST).count('open')).toBe(0)
  })

  test('is not looked for in what is only called like one', async () => {
    const pipeline = await promotion({ vulnerabilities: trivy })
    const image = await imageInTest(pipeline)
    await attach(pipeline, image, trivyReport([], { digest: image.digest }))
    for (const content of ['<html>', '{"payloadType":"x","payload":"eA==","signatures":[]}', '[]']) {
      const type = 'application/vnd.acme.test-report+json'
      const artifact = makeArtifact({ subject: image, artifactType: type, content })
      await pushImage(pipeline.memory(TEST), artifact)
    }
    expect(await said(pipeline)).toBe('vulnerabilities pass: trivy found no vulnerability.')
    const broken = { artifactType: 'application/vnd.acme.test-report+json' }
    await attach(pipeline, image, { SchemaVersion: 2, Results: 3 }, broken)
    expect(await said(pipeline)).toMatch(/^vulnerabilities unknown: .* has a "Results" that is no list\.$/)
  })

  test('of another form, an SBOM or provenance is not read', async () => {
    const pipeline = await promotion({ vulnerabilities: trivy })
    const image = await imageInTest(pipeline)
    await attach(pipeline, image, cycloneDxReport([]), { artifactType: 'application/vnd.cyclonedx+json' })
    await attach(pipeline, image, trivySarif([]), { artifactType: 'application/sarif+json' })
    await attach(pipeline, image, {}, { artifactType: 'application/spdx+json' })
    await attach(
      pipeline,
      image,
      {},
      {
        artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
        annotations: { 'dev.sigstore.bundle.predicateType': 'https://slsa.dev/provenance/v1' },
      },
    )
    expect(await said(pipeline)).toBe(
      'vulnerabilities unknown: No report of the form trivy is attached to it in test.',
    )
    expect(pipeline.counted(TEST).count('open')).toBe(0)
  })

  test('is read once, for all tags of a digest and for both times that gates are judged', async () => {
    const pipeline = await promotion({ vulnerabilities: trivy }, { referrers: { copy: 'all', require: [] } })
    const image = await imageInTest(pipeline)
    const report = await attach(pipeline, image, trivyReport([], { digest: image.digest }))
    const [layer] = [...report.blobs.keys()].slice(-1)
    const options = { describe: false, push: true }
    const made = await makePlan(pipeline.context, { from: 'test', to: 'prod', images: [] }, options)
    const read = () =>
      pipeline.counted(TEST).calls.filter(({ method, about }) => method === 'open' && about === layer)
    expect(made.document.verdicts.filter(({ gate }) => gate === 'vulnerabilities')).toHaveLength(2)
    expect(read()).toHaveLength(1)
    const result = await carryOut(pipeline.context, made, { keepGoing: false })
    expect(result.failures).toEqual([])
    // Once more to copy it.
    expect(read()).toHaveLength(2)
  })
})

describe('an index', () => {
  async function indexInTest(pipeline: TestPipeline, labels: Readonly<Record<string, string>> = {}) {
    const amd64 = await makeImage({ seed: 'amd64', labels: { tier: 'gold' } })
    const arm64 = await makeImage({ seed: 'arm64', labels, platform: { os: 'linux', architecture: 'arm64' } })
    const index = makeIndex([amd64, arm64], { attestations: true })
    return { amd64, arm64, index: await imageInTest(pipeline, index) }
  }

  test('is covered by reports about its images, also where they name only a config', async () => {
    const pipeline = await promotion({ vulnerabilities: trivy })
    const { amd64, arm64 } = await indexInTest(pipeline)
    const configOf = (image: TestImage): string =>
      JSON.parse(Buffer.from(image.manifest.bytes).toString()).config.digest
    await attach(pipeline, amd64, trivyReport([], { config: configOf(amd64), name: 'api' }))
    expect(await said(pipeline)).toBe(
      'vulnerabilities unknown: No report of the form trivy is about linux/arm64, which it has in test.',
    )
    await attach(pipeline, arm64, trivyReport([], { config: configOf(arm64), name: 'api' }))
    expect(await said(pipeline)).toBe('vulnerabilities pass: trivy found no vulnerability.')
  })

  test('has the platforms and labels of its images', async () => {
    const gates = {
      platforms: { ...PLAIN_RULE, require: ['linux/arm64', 'linux/riscv64'] },
      labels: { ...PLAIN_RULE, match: { tier: ['gold'] } },
    }
    const pipeline = await promotion(gates)
    await indexInTest(pipeline, { tier: 'lead' })
    expect(await said(pipeline)).toBe(
      [
        'platforms deny: It has no content for linux/riscv64; it has linux/amd64, linux/arm64.',
        'labels deny: linux/arm64 has "lead" as tier, where "gold" is wanted.',
      ].join('\n'),
    )
  })
})

describe('referrers', () => {
  const rule = { ...PLAIN_RULE, require: ['sbom'] }

  test.each(['none', 'all'] as const)('are asked for whether they come along or not: %s', async (copy) => {
    const pipeline = await promotion({ referrers: rule }, { referrers: { copy, require: [] } })
    const image = await imageInTest(pipeline)
    expect(await said(pipeline)).toBe('referrers deny: It has no sbom in test, which prod requires.')
    await attach(pipeline, image, {}, { artifactType: 'application/spdx+json' })
    expect(await said(pipeline)).toBe('referrers pass: What prod requires is there: sbom.')
  })
})

describe('a report in a file', () => {
  async function scene() {
    const pipeline = await promotion({})
    const image = await imageInTest(pipeline)
    const { folder } = pipeline.config
    const file = (name: string) =>
      join(folder, `${name.replace('{digest12}', image.digest.slice(7, 19))}.json`)
    const rule = { ...trivy, file: join(folder, '{flat}-{digest12}.json') }
    const [, prod] = pipeline.config.environments
    Object.assign(prod ?? {}, { gates: { ...NO_GATES, vulnerabilities: rule } })
    return { pipeline, image, path: file('api-{digest12}'), shown: `api-${image.digest.slice(7, 19)}.json` }
  }

  test('is found by the image and its digest', async () => {
    const { pipeline, image, path, shown } = await scene()
    expect(await said(pipeline)).toBe(`vulnerabilities unknown: No report of the form trivy is in ${shown}.`)
    await writeFile(path, JSON.stringify(trivyReport(high, { digest: image.digest })))
    expect(await said(pipeline)).toMatch(/^vulnerabilities deny: .*CVE-2026-1/)
    await writeFile(path, JSON.stringify(trivyReport([], { digest: image.digest })))
    expect(await said(pipeline)).toMatch(/^vulnerabilities pass/)
  })

  test('of another image, broken, too large or no file is unknown', async () => {
    const { pipeline, path, shown } = await scene()
    await writeFile(path, JSON.stringify(trivyReport([], { name: 'registry.example.com/shop/web:1.0.0' })))
    expect(await said(pipeline)).toBe(
      `vulnerabilities unknown: The report ${shown} is about another image: registry.example.com/shop/web:1.0.0.`,
    )
    await writeFile(path, 'Total: 0 (UNKNOWN: 0)')
    expect(await said(pipeline)).toBe(`vulnerabilities unknown: The report ${shown} is not JSON.`)
    await truncate(path, 32 * 1024 * 1024 + 1)
    expect(await said(pipeline)).toBe(`vulnerabilities unknown: The report ${shown} is larger than 32 MiB.`)
  })
})
