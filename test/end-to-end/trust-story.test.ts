import { generateKeyPairSync } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CliResult, makeFolder, runPromote } from '../support/cli.ts'
import { cosignMissing, startCosign } from '../support/cosign.ts'
import { makeImage, type TestImage } from '../support/images.ts'
import { toolPath } from '../support/programs.ts'
import { pushToRegistry } from '../support/push.ts'
import { missingReason, type RunningRegistry, startRegistry } from '../support/real-registries.ts'
import { hasSsh, makeKey } from '../support/ssh.ts'
import { describeWithTools, runTool } from '../support/tools.ts'

const RECORD = 'urn:promote:attestation:promotion:1'
const missing =
  cosignMissing() ?? missingReason('distribution3') ?? (hasSsh ? undefined : 'ssh-keygen is not installed')

describeWithTools(['crane'], 'a release from its plan to its rollback', { missing }, () => {
  let registry: RunningRegistry
  let folder: string
  const images = new Map<string, TestImage>()

  beforeAll(async () => {
    registry = await startRegistry('distribution3')
    folder = await makeFolder()
    for (const version of ['1.0.0', '1.1.0']) {
      const image = await makeImage({ seed: `story ${version}` })
      images.set(version, image)
      await pushToRegistry(registry.host, 'test/api', image, [version])
    }
    const attest = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    await writeFile(
      path.join(folder, 'attest.key'),
      attest.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    )
    await writeFile(path.join(folder, 'attest.pub'), attest.publicKey.export({ type: 'spki', format: 'pem' }))
    const signers = await Promise.all(
      ['ola', 'liv'].map(async (name) => `${name}@example.com ${(await makeKey(folder, name)).publicKey}\n`),
    )
    await writeFile(path.join(folder, 'signers'), signers.join(''))
    await writeFile(
      path.join(folder, 'promotion.yaml'),
      [
        'version: 1',
        'project: shop',
        'environments:',
        `  - { name: test, repository: "${registry.host}/test/{image}" }`,
        '  - name: prod',
        `    repository: ${registry.host}/prod/{image}`,
        '    tags: ["{tag}", stable]',
        '    gates: { approvals: { count: 2, allowedSigners: signers } }',
        '    attest: { key: attest.key, as: [record] }',
        'images:',
        '  - { name: api, select: { semver: "*", newest: 1 } }',
        '',
      ].join('\n'),
    )
  })

  afterAll(async () => {
    await registry?.close()
    if (folder !== undefined) await rm(folder, { recursive: true, force: true })
  })

  const digestOf = (version: string): string => images.get(version)?.manifest.descriptor.digest ?? ''
  const as = (actor: string, ...args: readonly string[]): Promise<CliResult> =>
    runPromote(args, { cwd: folder, env: { PROMOTE_ACTOR: actor } })

  async function expectCode(code: number, run: Promise<CliResult>): Promise<string> {
    const result = await run
    const said = `${result.stdout}${result.stderr}`
    expect(result.code, said).toBe(code)
    return said
  }

  /** A version of api, planned by kari, approved by two others with their keys, and applied by CI. */
  async function release(version: string): Promise<void> {
    const plan = `${version}.json`
    await expectCode(0, as('kari', 'plan', '--from', 'test', '--to', 'prod', `api:${version}`, '-o', plan))
    const early = await expectCode(3, as('ci', 'apply', plan, '--yes'))
    expect(early).toContain('approvals')
    for (const [count, name] of ['ola', 'liv'].entries()) {
      const said = await expectCode(
        0,
        as(name, 'approve', plan, '--sign', name, '--comment', `${version} it is`),
      )
      expect(said).toContain(`${count + 1} of 2`)
    }
    await expectCode(0, as('ci', 'apply', plan, '--yes'))
  }

  test('planned, approved twice, applied, attested, moved by another tool, found out, rolled back, held', async () => {
    const crane = toolPath('crane') ?? 'crane'
    const cosign = await startCosign(folder)
    const prod = `${registry.host}/prod/api`
    await release('1.0.0')
    await release('1.1.0')
    expect((await runTool(folder, crane, 'digest', '--insecure', `${prod}:stable`)).trim()).toBe(
      digestOf('1.1.0'),
    )
    await cosign.verifyAttestation(`${prod}@${digestOf('1.1.0')}`, RECORD, 'bundles', 'attest.pub')
    await expectCode(0, as('audit', 'verify', 'prod', '--attestations'))

    await runTool(folder, crane, 'tag', '--insecure', `${prod}:1.0.0`, 'stable')
    const found = await expectCode(5, as('audit', 'verify', 'prod'))
    expect(found).toContain('stable')

    await expectCode(0, as('kari', 'rollback', 'prod', '--reason', '1.1.0 loses orders', '--yes'))
    expect((await runTool(folder, crane, 'digest', '--insecure', `${prod}:stable`)).trim()).toBe(
      digestOf('1.0.0'),
    )

    const nightly = await expectCode(3, as('nightly', '--from', 'test', '--to', 'prod', '--yes'))
    expect(nightly).toContain('1.1.0 loses orders')
    expect((await runTool(folder, crane, 'digest', '--insecure', `${prod}:stable`)).trim()).toBe(
      digestOf('1.0.0'),
    )
    await expectCode(0, as('audit', 'verify', 'prod', '--attestations'))
    await expectCode(0, as('audit', 'ledger', 'verify'))

    const story = JSON.parse(await expectCode(0, as('audit', 'history', '--json'))) as {
      readonly entries: readonly { readonly kind: string; readonly run: { readonly actor: string } }[]
    }
    expect(story.entries.map(({ kind, run }) => `${kind} by ${run.actor}`).toReversed()).toEqual([
      'approval by ola',
      'approval by liv',
      'intent by ci',
      'outcome by ci',
      'attestation by ci',
      'approval by ola',
      'approval by liv',
      'intent by ci',
      'outcome by ci',
      'attestation by ci',
      'intent by kari',
      'outcome by kari',
      'hold by kari',
      'attestation by kari',
    ])
  }, 120_000)
})
