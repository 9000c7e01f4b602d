import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PlanDocument } from '../../src/model/plan.ts'
import { planDigest } from '../../src/model/plan-digest.ts'
import { shortDigest } from '../../src/oci/digest.ts'
import { expectValid } from '../report/schemas.ts'
import { type CliResult, runPromote, testFolder } from '../support/cli.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeImage } from '../support/images.ts'
import { hasSsh, makeKey, type TestKey } from '../support/ssh.ts'
import { runInTerminal } from '../support/terminal.ts'

const SOURCE = 'https://github.com/acme/api'
let registry: FaultRegistry

beforeAll(async () => {
  registry = await startFaultRegistry()
})

afterAll(() => registry.close())

interface Scene {
  readonly folder: string
  /** The repository of api in prod. */
  readonly prod: string
  /** Runs the program as this person. */
  as(actor: string, ...words: readonly string[]): Promise<CliResult>
}

let scenes = 0

/** api 1.4.2 is in test, 1.4.1 in prod, which wants these approvals. */
async function scene(approvals: string, files: Readonly<Record<string, string>> = {}): Promise<Scene> {
  const root = `scene-${++scenes}`
  const labels = (revision: string) => ({
    'org.opencontainers.image.source': SOURCE,
    'org.opencontainers.image.revision': revision.repeat(40),
  })
  registry.seed(`${root}/test/api`, await makeImage({ seed: 'new', labels: labels('b') }), ['1.4.2'])
  registry.seed(`${root}/prod/api`, await makeImage({ seed: 'old', labels: labels('a') }), ['1.4.1'])
  const folder = await testFolder({
    'promotion.yaml': [
      'version: 1',
      'project: shop',
      'environments:',
      `  - { name: test, repository: "${registry.host}/${root}/test/{image}" }`,
      '  - name: prod',
      `    repository: "${registry.host}/${root}/prod/{image}"`,
      `    gates: { approvals: ${approvals} }`,
      'images: [{ name: api, select: ["1.4.2"] }]',
      '',
    ].join('\n'),
    ...files,
  })
  const as: Scene['as'] = (actor, ...words) =>
    runPromote(words, { cwd: folder, env: { PROMOTE_ACTOR: actor } })
  return { folder, prod: `${root}/prod/api`, as }
}

const route = ['--from', 'test', '--to', 'prod']

async function savedPlan({ folder }: Scene): Promise<{ name: string; document: PlanDocument }> {
  const [name = ''] = (await readdir(folder)).filter((one) => one.startsWith('promote-plan-'))
  return { name, document: JSON.parse(await readFile(path.join(folder, name), 'utf8')) }
}

describe.skipIf(!hasSsh)('a promotion that people have to approve', () => {
  test('saves its plan, is approved with signatures, and applied', async () => {
    const keys = await testFolder()
    const [kari, ola] = (await Promise.all([makeKey(keys, 'kari'), makeKey(keys, 'ola')])) as [
      TestKey,
      TestKey,
    ]
    const here = await scene('{ count: 2, allowedSigners: signers }', {
      signers: `kari@example.com ${kari.publicKey}\nola@example.com ${ola.publicKey}\n`,
    })
    const first = await here.as('per', ...route)
    expect(first.code, first.stderr).toBe(3)
    const { name, document } = await savedPlan(here)
    const { digest } = document
    expect(name).toBe(`promote-plan-${shortDigest(digest)}.json`)
    expect(first.stdout).toContain(
      [
        `The plan ${digest} is saved in ${name}.`,
        'To approve it:',
        `  promote approve ${name} --sign KEY`,
        'Then, to apply exactly this plan:',
        `  promote apply ${name} --digest ${digest}`,
      ].join('\n'),
    )

    const shown = await here.as('kari', 'plan', 'show', name)
    expect(shown.code).toBe(0)
    expect(shown.stdout).toMatch(/[~+] api +1\.4\.1 → 1\.4\.2 +[0-9a-f]{8} /)
    expect(shown.stdout).toContain(`changes ${SOURCE}/compare/aaaaaaaaaaaa...bbbbbbbbbbbb`)
    expect(shown.stdout).toContain('made by   per')
    const markdown = await here.as('kari', 'plan', 'show', name, '--format', 'markdown')
    expect(markdown.stdout).toContain(`](${SOURCE}/compare/aaaaaaaaaaaa...bbbbbbbbbbbb)`)

    const unsigned = await here.as('kari', 'approve', name)
    expect([unsigned.code, unsigned.stderr]).toEqual([
      2,
      expect.stringContaining('counts signed approvals alone'),
    ])
    const approved = await here.as('kari', 'approve', name, '--sign', kari.file, '--comment', 'Tested.')
    expect(approved.code, approved.stderr).toBe(0)
    expect(approved.stdout).toContain('1 of 2 approvals: 1 more is needed, of ola@example.com.')
    const missing = await here.as('per', 'apply', name, '--json')
    const result = JSON.parse(missing.stdout)
    expectValid('result', result)
    expect([missing.code, result.approval.file, result.failures[0].message]).toEqual([
      3,
      name,
      expect.stringContaining(
        '1 of 2 approvals, by kari@example.com (entry 1): 1 more is needed, of ola@example.com.',
      ),
    ])
    expect((await here.as('per', 'approvals', name, '--exit-code')).code).toBe(3)
    const last = await here.as('ola', 'approve', name, '--sign', ola.file, '--digest', shortDigest(digest))
    expect(last.stdout).toContain(`promote apply ${name} --digest ${digest}`)
    expect((await here.as('per', 'approvals', name, '--exit-code')).code).toBe(0)

    // The main job itself goes on too: the plan it makes is the one that was approved.
    const done = await here.as('per', ...route)
    expect(done.code, done.stderr).toBe(0)
    const history = await here.as('per', 'history')
    expect(history.stdout).toMatch(/ola +test → prod +✔ approved, signed/)
    const explained = await here.as('per', 'explain', 'api', 'prod')
    expect(explained.stdout).toContain(`who approved it\n  1  `)
    expect(explained.stdout).toContain(`signed with the SSH key ${kari.fingerprint}`)
    const entry = await here.as('per', 'ledger', 'show', '3')
    expect(entry.stdout).toContain(
      'approvals   api:1.4.2: 2 of 2 approvals: kari@example.com (entry 1), ola@example.com (entry 2).',
    )
  })
})

test.skipIf(!hasSsh)(
  'a passphrase is asked for at the terminal, and a wrong one records nothing',
  async () => {
    const keys = await testFolder()
    const kari = await makeKey(keys, 'kari', 'open sesame')
    const here = await scene('{ count: 1, allowedSigners: signers }', { signers: `kari ${kari.publicKey}\n` })
    await here.as('per', 'plan', ...route, '-o', 'plan.json')
    const words = ['approve', 'plan.json', '--sign', kari.file]
    const piped = await here.as('kari', ...words)
    expect([piped.code, piped.stderr]).toEqual([1, expect.stringContaining('There is no terminal to ask at')])
    const typing = (keys: string) => ({
      ...{ cwd: here.folder, env: { PROMOTE_ACTOR: 'kari' }, columns: 150 },
      steps: [{ prompt: 'Enter passphrase', keys: `${keys}\r` }],
    })
    const wrong = await runInTerminal(words, typing('open barley'))
    expect([wrong.code, wrong.lines.join('\n')]).toEqual([
      1,
      expect.stringContaining('was not unlocked: no passphrase, or the wrong one.'),
    ])
    expect(await readdir(here.folder)).not.toContain('promotions.jsonl')
    const right = await runInTerminal(words, typing('open sesame'))
    expect([right.code, right.lines.join('\n')]).toEqual([0, expect.stringContaining('✔ approved')])
  },
)

describe('approvals by name', () => {
  test('a plan that is saved to be approved is no failure; its name is never that of another', async () => {
    const here = await scene('{ count: 1, unsigned: allow }')
    const plan = await here.as('per', 'plan', ...route, '-o', 'plan.json')
    expect([plan.code, plan.stdout]).toEqual([
      0,
      expect.stringContaining(
        'Saved in plan.json. It waits for approvals.\nTo approve it:\n  promote approve plan.json\n',
      ),
    ])
    const document: PlanDocument = JSON.parse(await readFile(path.join(here.folder, 'plan.json'), 'utf8'))
    const name = `promote-plan-${shortDigest(document.digest)}.json`
    await writeFile(path.join(here.folder, name), 'mine')
    const denied = await here.as('per', ...route)
    expect(denied.code).toBe(3)
    expect(denied.stdout).toContain(`is saved in promote-plan-${document.digest.slice(7, 23)}.json.`)
    expect(await readFile(path.join(here.folder, name), 'utf8')).toBe('mine')
    const named = await here.as('per', ...route, '-o', 'my plan.json', '-f', 'promotion.yaml')
    expect(named.stdout).toContain("  promote approve 'my plan.json' -f promotion.yaml\n")
    const dry = await here.as('per', ...route, '--dry-run', '-o', 'x.json')
    expect([dry.code, dry.stderr]).toEqual([
      2,
      expect.stringContaining('A dry run writes nothing, also no plan.'),
    ])
    expect((await here.as('per', ...route, '-o', '-')).code).toBe(2)

    const checked = await here.as('per', 'validate', '--json')
    expect(JSON.parse(checked.stdout).warnings).toEqual([
      'prod takes approvals by name alone (unsigned: allow): anybody can set a name, and so approve as anybody else.',
    ])

    const self = await here.as('per', 'approve', 'plan.json')
    expect([self.code, self.stderr]).toEqual([3, expect.stringContaining('per made this plan')])
    const approved = await here.as('kari', 'approve', 'plan.json')
    expect([approved.code, approved.stdout]).toEqual([
      0,
      expect.stringContaining('! It is not signed: anybody can set a name'),
    ])
    const overridden = await here.as('per', 'apply', 'plan.json')
    expect(overridden.code).toBe(0)
    expect((await here.as('kari', 'approve', 'plan.json')).code).toBe(4)
  })

  test('plans that are not what they seem are refused: edited, newer, of another file, of another digest, stale', async () => {
    const here = await scene('{ count: 1, unsigned: allow }')
    await here.as('per', 'plan', ...route, '-o', 'plan.json')
    const file = path.join(here.folder, 'plan.json')
    const document: PlanDocument = JSON.parse(await readFile(file, 'utf8'))
    const { plan } = document
    const approve = async (changed: unknown, ...words: string[]) => {
      await writeFile(file, JSON.stringify(changed))
      const { code, stderr } = await here.as('kari', 'approve', 'plan.json', ...words)
      return [code, stderr.replaceAll(/\s+/g, ' ')]
    }
    const sealed = (core: object) => {
      const changed = { ...plan, ...core }
      return { ...document, plan: changed, digest: planDigest(changed as typeof plan) }
    }
    const [step] = plan.steps
    expect(await approve({ ...document, plan: { ...plan, to: 'test' } })).toEqual([
      2,
      expect.stringContaining('plan.json was changed after it was saved'),
    ])
    expect(await approve({ ...document, plan: { ...plan, formatVersion: 2 } })).toEqual([
      2,
      expect.stringContaining('is a plan of format 2; this version of promote reads format 1'),
    ])
    expect(await approve(sealed({ project: 'another' }))).toEqual([
      2,
      expect.stringContaining('it is of the project "another"'),
    ])
    const tags = [{ tag: 'latest', action: 'create', replaces: null }]
    expect(await approve(sealed({ steps: [{ ...step, tags }] }))).toEqual([
      2,
      expect.stringContaining('The saved plan is not what the promotion file gives'),
    ])
    expect(await approve(document, '--digest', '00000000')).toEqual([
      4,
      expect.stringContaining('This is the plan sha256:'),
    ])
    expect(await approve(document, '--comment', ' ')).toEqual([
      2,
      expect.stringContaining('The comment is empty.'),
    ])
    registry.seed(here.prod, await makeImage({ seed: 'third' }), ['1.4.2'])
    expect(await approve(document)).toEqual([
      4,
      expect.stringContaining('Nothing was recorded. Make a new plan.'),
    ])
    expect((await here.as('kari', 'plan', 'show', 'plan.json')).code).toBe(4)
    await rename(path.join(here.folder, 'promotion.yaml'), path.join(here.folder, 'old.yaml'))
    const text = await readFile(path.join(here.folder, 'old.yaml'), 'utf8')
    await writeFile(path.join(here.folder, 'promotion.yaml'), text.replace('count: 1', 'count: 2'))
    expect(await approve(document)).toEqual([
      4,
      expect.stringContaining('has changed since the plan was made'),
    ])
    const listed = await here.as('kari', 'approvals', 'plan.json')
    expect([listed.code, listed.stdout]).toEqual([
      0,
      expect.stringContaining('promotion.yaml has changed since the plan was made.'),
    ])
    expect(await readdir(here.folder)).not.toContain('promotions.jsonl')
  })
})
