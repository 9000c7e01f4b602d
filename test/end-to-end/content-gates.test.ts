import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Verdict } from '../../src/model/gates/verdict.ts'
import type { PromotionResult } from '../../src/model/result.ts'
import { cosignVuln, trivyReport } from '../gates/vulnerabilities/sample-reports.ts'
import { makeFolder, runPromote } from '../support/cli.ts'
import { cosignMissing, startCosign } from '../support/cosign.ts'
import { makeArtifact, makeImage, type TestImage } from '../support/images.ts'
import { pushToRegistry } from '../support/push.ts'
import { describeWith, type RunningRegistry, startRegistry } from '../support/real-registries.ts'

const route = ['--from', 'test', '--to', 'prod', '--json']
const finding = [['CVE-2026-1', 'critical', 'openssl']] as const

function file(host: string, gates: string): string {
  return `version: 1
environments:
  - { name: test, repository: "${host}/test/{image}" }
  - { name: prod, repository: "${host}/prod/{image}", gates: ${gates} }
images:
  - { name: api, select: ["1.4.2"] }
  - { name: web, select: ["1.4.2"] }
`
}

function digestOf(image: TestImage): string {
  return image.manifest.descriptor.digest
}

describeWith('ociserver', 'gates about content, on a real registry', () => {
  let registry: RunningRegistry
  let folder: string

  beforeAll(async () => {
    registry = await startRegistry('ociserver')
    folder = await makeFolder({
      'policy.sh':
        '#!/bin/sh\necho "looked at $1 with $POLICY_TOKEN"\necho "it is a $PROMOTE_IMAGE"\nexit 1\n',
    })
  })

  afterAll(async () => {
    await registry.close()
    await rm(folder, { recursive: true, force: true })
  })

  /** Runs with these gates. @returns the exit code, and the verdicts about what an image of its own needs */
  async function promote(gates: string, words: readonly string[]) {
    await writeFile(join(folder, 'promotion.yaml'), file(registry.host, gates))
    const env = { POLICY_TOKEN: 'open sesame' }
    const run = await runPromote([...route, ...words], { cwd: folder, env })
    const result = JSON.parse(run.stdout) as PromotionResult
    const verdicts = result.plan.verdicts.filter(({ gate }) => gate !== 'order')
    return { ...run, verdicts, told: verdicts.map(toldOf) }
  }

  test('all that deny are told at once, nothing is written; passed over by name they let it through', async () => {
    const image = await makeImage({ seed: 'api', labels: { tier: 'silver' } })
    await pushToRegistry(registry.host, 'test/api', image, ['1.4.2'])
    const type = 'application/vnd.aquasec.trivy.report+json'
    const content = JSON.stringify(trivyReport(finding, { digest: digestOf(image) }))
    await pushToRegistry(
      registry.host,
      'test/api',
      makeArtifact({ subject: image, artifactType: type, content }),
    )
    const gates =
      '{ platforms: [linux/arm64], labels: { tier: gold }, referrers: [sbom], ' +
      'vulnerabilities: { report: trivy, most: low }, command: { name: policy, run: [sh, policy.sh, "{source}"], env: [POLICY_TOKEN] } }'
    const denied = await promote(gates, ['api'])
    expect(denied.code).toBe(3)
    expect(denied.told).toEqual([
      'referrers deny: It has no sbom in test, which prod requires.',
      'platforms deny: It has no content for linux/arm64; it has linux/amd64.',
      'labels deny: It has "silver" as tier, where "gold" is wanted.',
      'vulnerabilities deny: 1 vulnerability is worse than prod allows (low at most): CVE-2026-1 (critical, openssl).',
      'command deny: policy: it is a api.',
    ])
    expect(denied.verdicts.at(-1)?.evidence.output).toBe(
      `looked at ${registry.host}/test/api@${digestOf(image)} with REDACTED\nit is a api`,
    )
    const { status } = await fetch(`${registry.url}/v2/prod/api/tags/list`)
    expect(status).toBe(404)

    const asked = ['referrers', 'platforms', 'labels', 'vulnerabilities', 'command']
    const over = await promote(gates, [
      'api',
      ...asked.flatMap((gate) => ['--override', gate]),
      '--reason',
      'Fix for 7',
    ])
    expect(over.code).toBe(0)
    const ledger = await readFile(join(folder, 'promotions.jsonl'), 'utf8')
    const [intent = ''] = ledger.trim().split('\n')
    const recorded = (JSON.parse(intent).verdicts as readonly Verdict[]).filter(
      ({ overridden }) => overridden,
    )
    expect(recorded.map(({ gate }) => gate)).toEqual(asked)
    expect(ledger).not.toContain('open sesame')
  })

  test.skipIf(cosignMissing() !== undefined)(
    'what cosign attests of a scan is read, as a bundle and under its own tag',
    async () => {
      const cosign = await startCosign(folder)
      const gates = '{ vulnerabilities: { report: trivy, most: high } }'
      const told: string[] = []
      for (const format of ['bundles', 'tags'] as const) {
        const image = await makeImage({ seed: format })
        await pushToRegistry(registry.host, 'test/web', image, ['1.4.2'])
        const predicate = cosignVuln(trivyReport(finding, { digest: digestOf(image) }))
        await cosign.attest(`${registry.host}/test/web@${digestOf(image)}`, 'vuln', format, predicate)
        told.push(...(await promote(gates, ['web', '--dry-run'])).told)
      }
      expect(told).toEqual(
        Array(2).fill(
          'vulnerabilities deny: 1 vulnerability is worse than prod allows (high at most): CVE-2026-1 (critical, openssl).',
        ),
      )
    },
  )
})

function toldOf({ gate, answer, reason }: Verdict): string {
  return `${gate} ${answer}: ${reason}`
}
