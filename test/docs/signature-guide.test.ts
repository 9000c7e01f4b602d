import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { Verdict } from '../../src/model/gates/verdict.ts'
import type { PromotionResult } from '../../src/model/result.ts'
import { runPromote, testFolder } from '../support/cli.ts'
import { cosignMissing } from '../support/cosign.ts'
import { makeImage } from '../support/images.ts'
import { builtPath } from '../support/programs.ts'
import { pushToRegistry } from '../support/push.ts'
import { missingReason, startRegistry } from '../support/real-registries.ts'
import { blocksIn, sectionsIn } from './pages/blocks.ts'

const page = path.join(import.meta.dirname, '..', '..', 'docs', 'guides', 'gates.md')
const section = sectionsIn(await readFile(page, 'utf8')).get('Signature') ?? ''
const textOf = (language: string): string =>
  blocksIn(section).find((block) => block.language === language)?.text ?? ''

const missing = cosignMissing() ?? missingReason('ociserver')
const title = 'the commands of the guide to the gate signature'

/** What the guide leaves to cosign's defaults needs the network, or a person. */
const OFFLINE = ['--use-signing-config=false', '--tlog-upload=false', '--allow-http-registry', '--yes']

describe.skipIf(missing !== undefined)(
  missing === undefined ? title : `${title} [skipped: ${missing}]`,
  () => {
    test('deny an unsigned image, promote a signed one, and pass one over once', {
      timeout: 60_000,
    }, async () => {
      const registry = await startRegistry('ociserver')
      try {
        const inPlace = (text: string): string =>
          text.replaceAll(/registry(?:\.test)?\.example\.com/g, registry.host)
        const folder = await testFolder({})
        const write = (tag: string): Promise<void> =>
          writeFile(
            path.join(folder, 'promotion.yaml'),
            `version: 1\n${inPlace(textOf('yaml'))}\nimages: [{ name: api, select: ["${tag}"] }]\n`,
          )
        const judged = async (...args: readonly string[]): Promise<{ code: number; verdict?: Verdict }> => {
          const { code, stdout } = await runPromote([...args, '--json'], { cwd: folder })
          const { plan } = JSON.parse(stdout) as PromotionResult
          const verdict = plan.verdicts.find(({ gate }) => gate === 'signature')
          return { code: code ?? -1, ...(verdict === undefined ? {} : { verdict }) }
        }
        for (const tag of ['1.4.2', '1.5.0']) {
          await pushToRegistry(registry.host, 'shop/api', await makeImage({ seed: tag }), [tag])
        }
        await write('1.4.2')
        const [generate = '', ...rest] = inPlace(textOf('sh')).split('\n')
        const run = async (line: string): Promise<number | null> => {
          const [program = '', ...args] = line.split(' ')
          if (program === 'promote') return (await runPromote(args, { cwd: folder })).code
          const env = { HOME: folder, PATH: process.env.PATH ?? '', COSIGN_PASSWORD: '' }
          const flags = args[0] === 'sign' ? OFFLINE : []
          await promisify(execFile)(builtPath(program) ?? program, [...args, ...flags], { cwd: folder, env })
          return 0
        }
        expect(await run(generate)).toBe(0)
        expect(await judged('--from', 'test', '--to', 'prod', '--dry-run')).toMatchObject({
          code: 3,
          verdict: {
            answer: 'deny',
            evidence: { found: 0, wanted: 'signed with the key cosign.pub', holds: null },
          },
        })
        for (const line of rest) expect(await run(line), line).toBe(0)

        await write('1.5.0')
        const overridden = await judged(
          '--from',
          'test',
          '--to',
          'prod',
          '--override',
          'signature',
          '--reason',
          'a drill',
        )
        expect(overridden).toMatchObject({
          code: 0,
          verdict: { answer: 'deny', overridden: { reason: 'a drill' } },
        })
        const ledger = await readFile(path.join(folder, 'promotions.jsonl'), 'utf8')
        expect(ledger).toContain('It is signed with the key cosign.pub.')
        expect(ledger).toContain('"overridden":{"reason":"a drill"}')
      } finally {
        await registry.close()
      }
    })
  },
)

test('the other parts of a promotion file in the guide are read as they are meant', () => {
  expect(section).toContain('predicateType: https://slsa.dev/provenance/v1')
  expect(blocksIn(section).filter(({ language }) => language === 'yaml')).toHaveLength(2)
})
