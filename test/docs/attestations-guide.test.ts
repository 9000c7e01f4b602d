import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { recordStatement } from '../../src/model/attestation/record.ts'
import { DEFAULT_VERIFIER, SUMMARY_TYPE } from '../../src/model/attestation/summary.ts'
import { digestOf } from '../../src/oci/digest.ts'
import { outcomeBody, step } from '../ledger/entry-bodies.ts'
import { cosignMissing } from '../support/cosign.ts'
import { builtPath } from '../support/programs.ts'
import { missingReason } from '../support/real-registries.ts'
import { Names, withoutColumns } from './pages/agreement.ts'
import { blocksIn, commandsIn, sectionsIn } from './pages/blocks.ts'
import { built, type PageScene, pageScene } from './pages/scene.ts'

const DOCS = path.join(import.meta.dirname, '..', '..', 'docs')
const HOST = 'registry.example.com'

/** The pages, and of each the sections with commands: the first has the promotion file, and others may change it. */
const STORIES = [
  ['attestations.md', ['Sign and read back', 'Keys']],
  ['admission.md', ['What a policy asks for']],
] as const

const opened: PageScene[] = []

afterEach(async () => {
  for (const scene of opened.splice(0)) await scene.close()
})

const missing = cosignMissing() ?? missingReason('distribution3')
const title = 'the guides to attestations and admission'

describe.skipIf(missing !== undefined)(
  missing === undefined ? title : `${title} [skipped: ${missing}]`,
  () => {
    test.for(STORIES)(
      'docs/guides/%s: the commands do what the page shows',
      { timeout: 60_000 },
      async ([page, headings]) => {
        const sections = sectionsIn(await readFile(path.join(DOCS, 'guides', page), 'utf8'))
        const [first] = headings
        const [file = ''] = textsOf(sections, first, 'yaml')
        const scene = await pageScene(file, HOST)
        opened.push(scene)
        await scene.run(`ln -s ${builtPath('cosign')} ../bin/cosign`)
        const { descriptor } = (await built('api', '1.5.0')).manifest
        const names = new Names([descriptor.digest])
        for (const heading of headings) {
          const [change] = heading === first ? [] : textsOf(sections, heading, 'yaml')
          if (change !== undefined) {
            const changed = file.replace(/ {4}attest:\n {6}key: .*/, change)
            expect(changed).not.toBe(file)
            await scene.run(`cat > promotion.yaml <<'END'\n${changed}\nEND`)
          }
          for (const policy of textsOf(sections, heading, 'rego')) {
            await scene.run(`cat > promoted.rego <<'END'\n${policy}\nEND`)
          }
          await runAll(scene, names, textsOf(sections, heading, 'console'))
        }
      },
    )
  },
)

async function runAll(scene: PageScene, names: Names, blocks: readonly string[]): Promise<void> {
  const commands = blocks.flatMap((text) => commandsIn({ language: 'console', text, line: 0 }))
  let last = 0
  for (const [at, { command, output }] of commands.entries()) {
    const { code, lines } = await scene.run(names.inRun(command), last)
    const where = `$ ${command}\n${lines.join('\n')}`
    const shown = names.onPage(lines, output)
    if (output.join('') !== '') expect(withoutColumns(shown), where).toEqual(withoutColumns(output))
    if (commands[at + 1]?.command === 'echo $?') last = code ?? -1
    else expect(code, where).toBe(0)
  }
}

test('each policy of the page is YAML, pins what the page says, and says whether it was tried', async () => {
  const page = await readFile(path.join(DOCS, 'guides', 'admission.md'), 'utf8')
  for (const heading of ['Sigstore policy-controller', 'Kyverno']) {
    const section = sectionsIn(page).get(heading) ?? ''
    const [policy = ''] = textsOf(sectionsIn(page), heading, 'yaml')
    expect(parse(policy)).toMatchObject({ metadata: { name: 'promoted-to-prod' } })
    for (const pin of [SUMMARY_TYPE, DEFAULT_VERIFIER, 'PUBLIC KEY', 'PASSED', 'resourceUri']) {
      expect(policy).toContain(pin)
    }
    expect(section).toMatch(/\*not tried\.?\*|tried with/i)
  }
})

test('the page of the record has a row for each of its fields, and none besides', async () => {
  const page = await readFile(path.join(DOCS, 'promotion-record.md'), 'utf8')
  const rows = [...page.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
  )
  const { plan, from, to, run } = outcomeBody(null, [])
  const { predicate } = recordStatement({
    ...{
      project: 'shop',
      file: 'promotion.yaml',
      configDigest: digestOf('config'),
      verdicts: [],
      approvals: [],
    },
    outcome: {
      ...{
        id: 'b5f0c7de0001',
        sequence: 2,
        hash: digestOf('entry'),
        at: '',
        run,
        plan,
        from,
        to,
        intents: [],
      },
      purpose: { kind: 'rollback', reason: 'It leaks.', state: 1 },
    },
    step: step('a'),
  })
  expect(rows.toSorted()).toEqual(Object.keys(predicate).toSorted())
})

function textsOf(
  sections: ReadonlyMap<string, string>,
  heading: string,
  language: string,
): readonly string[] {
  return blocksIn(sections.get(heading) ?? '')
    .filter((block) => block.language === language)
    .map(({ text }) => text)
}
