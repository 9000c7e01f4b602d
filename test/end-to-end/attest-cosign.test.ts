import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PromotionResult, VerifyReport } from '../../src/model/result.ts'
import { makeFolder, runPromote } from '../support/cli.ts'
import { type Cosign, cosignMissing, startCosign } from '../support/cosign.ts'
import { makeImage, type TestImage } from '../support/images.ts'
import { pushToRegistry } from '../support/push.ts'
import { missingReason, type RunningRegistry, startRegistry } from '../support/real-registries.ts'

const RECORD = 'urn:promote:attestation:promotion:1'
const SUMMARY = 'https://slsa.dev/verification_summary/v1'

/** What is beside an image before it is promoted: nothing, signatures under cosign's older tags, bundles, both. */
const SCENES = ['none', 'tags', 'bundles', 'both'] as const

const CANARY = 'a canary that sings in no output'

const missing = cosignMissing() ?? missingReason('distribution3')
const title = 'what is attested cosign verifies, and what it verified before it verifies still'

describe.skipIf(missing !== undefined)(
  missing === undefined ? title : `${title} [skipped: ${missing}]`,
  { timeout: 120_000 },
  () => {
    const images = new Map<string, TestImage>()
    let registry: RunningRegistry
    let folder: string
    let cosign: Cosign
    let env: Record<string, string>

    beforeAll(async () => {
      registry = await startRegistry('distribution3')
      folder = await makeFolder()
      cosign = await startCosign(folder)
      const attest = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
      const summary = generateKeyPairSync('ed25519').privateKey
      await writePublic('attest.pub', attest)
      await writePublic('summary.pub', summary)
      await writeFile(
        path.join(folder, 'attest.key'),
        attest.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: CANARY }),
      )
      // On one line, as CI systems mask it.
      const pem = summary.export({ type: 'pkcs8', format: 'pem' }).toString()
      env = { ATTEST_PASSWORD: CANARY, SUMMARY_KEY: Buffer.from(pem).toString('base64') }
      await writeFile(path.join(folder, 'promotion.yaml'), file(registry.host))
      for (const scene of SCENES) {
        const image = await makeImage({ seed: `attested ${scene}` })
        images.set(scene, image)
        await pushToRegistry(registry.host, `test/${scene}`, image, ['1.0.0'])
        const reference = at('test', scene)
        if (scene === 'tags' || scene === 'both') await cosign.sign(reference, 'tags')
        if (scene === 'bundles' || scene === 'both') await cosign.sign(reference, 'bundles')
      }
    })

    afterAll(async () => {
      await registry?.close()
      if (folder !== undefined) await rm(folder, { recursive: true, force: true })
    })

    async function writePublic(name: string, key: KeyObject): Promise<void> {
      await writeFile(path.join(folder, name), createPublicKey(key).export({ type: 'spki', format: 'pem' }))
    }

    function at(environment: string, scene: string): string {
      return `${registry.host}/${environment}/${scene}@${images.get(scene)?.manifest.descriptor.digest}`
    }

    async function run(
      ...args: readonly string[]
    ): Promise<{ readonly code: number | null; readonly stdout: string }> {
      const { code, stdout, stderr } = await runPromote(args, { cwd: folder, env })
      for (const secret of [CANARY, env.SUMMARY_KEY ?? '', 'PRIVATE KEY']) {
        expect(stdout + stderr).not.toContain(secret)
      }
      return { code, stdout }
    }

    test('over old tags, bundles, both and nothing', async () => {
      const promoted = await run('--from', 'test', '--to', 'prod', '--json')
      const result = JSON.parse(promoted.stdout) as PromotionResult
      expect(result.failures).toEqual([])
      expect(promoted.code).toBe(0)
      const ledger = await readFile(path.join(folder, 'promotions.jsonl'), 'utf8')
      for (const secret of [CANARY, env.SUMMARY_KEY ?? '', 'PRIVATE']) expect(ledger).not.toContain(secret)
      const placed = SCENES.map((scene) => {
        const own = result.attestations?.filter(({ image }) => image === scene) ?? []
        return [scene, ...own.map(({ as, tag }) => `${as} ${tag === null ? 'bundle' : '.att'}`)]
      })
      expect(placed).toEqual([
        ['none', 'record bundle', 'summary bundle'],
        ['tags', 'record .att', 'summary .att'],
        ['bundles', 'record bundle', 'summary bundle'],
        ['both', 'record bundle', 'summary bundle'],
      ])
      for (const scene of SCENES) {
        const reference = at('prod', scene)
        // Plain cosign, as an admission policy runs it: bundles where there are any, else tags.
        if (scene !== 'none') await cosign.verify(reference, 'bundles')
        await cosign.verifyAttestation(reference, RECORD, 'bundles', 'attest.pub')
        await cosign.verifyAttestation(reference, SUMMARY, 'bundles', 'summary.pub')
      }
      await expect(
        cosign.verifyAttestation(at('prod', 'none'), RECORD, 'bundles', 'summary.pub'),
      ).rejects.toThrow('matched')
      await expect(
        cosign.verifyAttestation(at('prod', 'tags'), SUMMARY, 'bundles', 'attest.pub'),
      ).rejects.toThrow('attestations')
      await expect(cosign.verify(at('prod', 'none'), 'bundles')).rejects.toThrow('attestations')
    })

    test('the next run writes nothing, and verify reads them back', async () => {
      const again = JSON.parse(
        (await run('--from', 'test', '--to', 'prod', '--json')).stdout,
      ) as PromotionResult
      expect([again.exitCode, again.attestations, again.entry]).toEqual([0, undefined, null])
      const verified = await run('verify', 'prod', '--attestations', '--json')
      const { attestations = [] } = JSON.parse(verified.stdout) as VerifyReport
      expect(attestations.map(({ image, as, state }) => `${image} ${as} ${state}`).toSorted()).toEqual(
        SCENES.flatMap((scene) => [`${scene} record ok`, `${scene} summary ok`]).toSorted(),
      )
      expect(verified.code).toBe(0)
      expect((await run('verify', 'prod', '--attestations')).stdout).toContain(
        '8 attestations read back, as the ledger has them',
      )
    })

    test('a wrong password is told in a sentence before anything is written', async () => {
      const image = await makeImage({ seed: 'not attested' })
      await pushToRegistry(registry.host, 'test/none', image, ['1.0.0'])
      const { code, stderr } = await runPromote(['--from', 'test', '--to', 'prod'], {
        cwd: folder,
        env: { ...env, ATTEST_PASSWORD: 'guessed' },
      })
      expect(code).toBe(2)
      expect(stderr).toContain('The key in attest.key does not open with the password in ATTEST_PASSWORD.')
      expect((await run('verify', 'prod', 'none')).code).toBe(0)
      const dry = await runPromote(['--from', 'test', '--to', 'prod', '--dry-run'], {
        cwd: folder,
        env: { ...env, ATTEST_PASSWORD: 'guessed' },
      })
      expect([dry.code, dry.stdout]).toEqual([2, expect.stringContaining('does not open with the password')])
    })
  },
)

function file(host: string): string {
  return [
    'version: 1',
    'environments:',
    `  - { name: test, repository: "${host}/test/{image}" }`,
    `  - name: prod`,
    `    repository: "${host}/prod/{image}"`,
    '    attest:',
    '      key: attest.key',
    '      password: env:ATTEST_PASSWORD',
    '      summaryKey: env:SUMMARY_KEY',
    'images:',
    ...SCENES.map((scene) => `  - { name: ${scene}, select: ["1.0.0"] }`),
    '',
  ].join('\n')
}
