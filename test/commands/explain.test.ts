import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { openLedger } from '../../src/ledger/file/file-ledger.ts'
import { shortDigest } from '../../src/oci/digest.ts'
import { systemClock } from '../../src/support/clock.ts'
import { intentBody, step } from '../ledger/entry-bodies.ts'
import { lines } from '../report/lines.ts'
import { expectValid } from '../report/schemas.ts'
import { type CliResult, runPromote } from '../support/cli.ts'
import { makeImage } from '../support/images.ts'
import { type AuditScene, auditScene, digestIn } from './audit-scene.ts'

const opened: { close(): Promise<unknown> }[] = []

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

async function run({ folder, plain }: AuditScene, ...words: readonly string[]): Promise<CliResult> {
  const result = await runPromote(['explain', ...words], { cwd: folder, env: { COLUMNS: '80' } })
  // On a slow machine it says meanwhile what it reads.
  const stderr = result.stderr.replace(/^… reading .*\n/gm, '')
  return { ...result, stdout: plain(result.stdout), stderr: plain(stderr) }
}

async function json({ folder }: AuditScene, ...words: readonly string[]): Promise<Record<string, unknown>> {
  const { stdout } = await runPromote(['explain', ...words, '--json'], { cwd: folder })
  return JSON.parse(stdout)
}

/** The digest that each way of asking means. */
async function meant(scene: AuditScene, ...words: readonly string[]): Promise<unknown> {
  return (await json(scene, ...words)).digest
}

const WHOLE = lines(
  'api new.....',
  `  ${'sha256:new'.padEnd(71, '.')}`,
  'where it is',
  '  test      1.4.2, by no promotion',
  '  staging   1.4.2, entry 6',
  '  prod      1.4 and 1.4.2, entry 8',
  'how it came there',
  '  6  2024-11-03 09:00 UTC  ola   test → staging  ✔ promoted',
  '     1.4.2 (new)',
  '     from TEST/shop/api:1.4.2',
  '     plan bcacff6b  commit e9a4410e  ✔ order',
  '     https://ci.example.com/runs/3',
  '  8  2024-11-05 10:58 UTC  kari  staging → prod  ✔ promoted',
  '     1.4.2 (new), 1.4 (was old.....)',
  '     from STAGING/shop/api:1.4.2',
  '     plan f287d13f  commit e9a4410e  ✔ order',
  '     https://ci.example.com/runs/4',
  'what refers to it',
  '  signature   signatur   test, staging, prod',
  'what it replaced',
  '  prod   1.4   old.....   entry 8, 2024-11-05 10:58 UTC, kari',
  'what replaced it',
  '  nothing',
)

describe('explain', () => {
  test('says where a digest is, how it came there, what refers to it and what it replaced, in 80 columns', async () => {
    const scene = await auditScene(opened)
    expect(await run(scene, shortDigest(digestIn(scene.images.new)))).toMatchObject({
      code: 0,
      stdout: WHOLE,
    })
    expect(Object.values(scene.registries).flatMap((registry) => registry.writes())).toEqual([])
  })

  test('the same as JSON and as Markdown', async () => {
    const scene = await auditScene(opened)
    const document = await json(scene, 'api:1.4.2')
    expectValid('explain', document)
    expect(document).toMatchObject({
      images: ['api'],
      gaps: [],
      promotions: [{ entry: 6 }, { entry: 8, as: 'image', gates: [{ gate: 'order', answer: 'pass' }] }],
      replaced: [{ tag: '1.4', digest: digestIn(scene.images.old), entry: 8 }],
    })
    const { code, stdout } = await run(scene, 'api:1.4.2', '--format', 'markdown', '--report', 'report.md')
    expect(code).toBe(0)
    expect(stdout).toContain('| staging → prod | ✔ promoted<br>1.4.2 (new), 1.4 (was old.....) |')
    expect(scene.plain(await readFile(path.join(scene.folder, 'report.md'), 'utf8'))).toBe(stdout)
  })

  test('takes an image, a tag, a digest, all of them in one environment', async () => {
    const scene = await auditScene(opened)
    const [old, fresh, web] = [scene.images.old, scene.images.new, scene.images.web].map(digestIn)
    expect(await meant(scene, 'api')).toBe(fresh)
    expect(await meant(scene, 'web', 'staging')).toBe(web)
    expect(await meant(scene, 'api:1.4.1')).toBe(old)
    expect(await meant(scene, `api@${old}`)).toBe(old)
    expect(await meant(scene, `api@${shortDigest(old as never)}`)).toBe(old)
    expect(await meant(scene, String(old).toUpperCase())).toBe(old)
    const inProd = await run(scene, 'api:1.4.1', 'prod')
    expect(inProd.stdout).toBe(
      lines(
        'api old.....',
        `  ${'sha256:old'.padEnd(71, '.')}`,
        'where it is',
        '  prod   1.4.1, entry 4',
        'how it came there',
        '  4  2024-10-02 12:10 UTC  kari  staging → prod  ✔ promoted',
        '     1.4.1 (new), 1.4 (new)',
        '     from STAGING/shop/api:1.4.1',
        '     plan 6aba216a  commit e9a4410e',
        '     https://ci.example.com/runs/2',
        'what refers to it',
        '  nothing',
        'what it replaced',
        '  nothing',
        'what replaced it',
        '  prod   1.4   new.....   entry 8, 2024-11-05 10:58 UTC, kari',
      ),
    )
  })

  test('a digest that no promotion knows is found by what tags hold', async () => {
    const scene = await auditScene(opened)
    const built = await makeImage({ seed: 'built' })
    scene.registries.test.seed('shop/web', built, ['2.1.0'])
    const { code, stdout } = await run(scene, shortDigest(digestIn(built)))
    expect(code).toBe(0)
    expect(stdout).toContain(
      '  test      2.1.0, by no promotion\n  staging   –\n  prod      –\nhow it came there\n  nothing\n',
    )
  })

  test('a signature is explained by what it came along with', async () => {
    const scene = await auditScene(opened)
    const { stdout } = await run(scene, shortDigest(digestIn(scene.signature)), 'prod')
    expect(stdout).toContain('✔ promoted with api new.....')
    expect(stdout).toContain('  prod   no tag; its content is there\n')
  })

  test('a tag that somebody else moved, and one that is gone', async () => {
    const scene = await auditScene(opened)
    scene.registries.prod.seed('shop/api', scene.images.web, ['1.4'])
    scene.registries.prod.repositories.get('shop/api')?.tags.delete('1.4.2')
    const { code, stdout } = await run(scene, shortDigest(digestIn(scene.images.new)), 'prod')
    expect(code).toBe(0)
    expect(stdout.split('\n').slice(3, 6)).toEqual([
      '  prod   no tag; its content is there',
      '  prod   ✖ 1.4 holds web.....; somebody else moved it after entry 8',
      '  prod   ✖ 1.4.2 is gone; entry 8 put it there',
    ])
    expect(await meant(scene, 'api:1.4.2', 'prod')).toBe(digestIn(scene.images.new))
  })

  test('one registry down: it is named, the rest is shown, and the exit code tells', async () => {
    const scene = await auditScene(opened)
    await scene.registries.staging.close()
    const { code, stdout } = await run(scene, 'api:1.4.2')
    expect(code).toBe(1)
    const [, , , ...rest] = stdout.split('\n')
    expect(rest.slice(0, 3)).toEqual([
      '  test      1.4.2, by no promotion',
      '  prod      1.4 and 1.4.2, entry 8',
      '  staging   ✖ could not be read',
    ])
    expect(stdout).toContain('nothing listens at STAGING')
    expect(stdout.slice(stdout.indexOf('how it came'))).toBe(
      WHOLE.slice(WHOLE.indexOf('how it came')).replace('test, staging, prod', 'test, prod'),
    )
    const document = await json(scene, 'api:1.4.2')
    expectValid('explain', document)
    expect(document.gaps).toMatchObject([{ environment: 'staging', code: 'unreachable' }])
    // The ledger's word stands where the registry does not answer.
    expect(await meant(scene, 'api', 'staging')).toBe(digestIn(scene.images.new))
  })

  test('a registry that refuses is no absence: exit 6', async () => {
    const scene = await auditScene(opened)
    scene.registries.prod.inject({ fault: { do: 'answer', status: 403, body: '{}' }, path: /\/v2\/shop\// })
    const { code, stdout } = await run(scene, 'api:1.4.2')
    expect(code).toBe(6)
    expect(stdout).toContain('  prod      ✖ could not be read\n')
  })

  test('a run that did not end is there as such', async () => {
    const scene = await auditScene(opened)
    const ledger = openLedger(path.join(scene.folder, 'promotions.jsonl'), { clock: systemClock })
    const destination = `${scene.registries.prod.host}/shop/web`
    await ledger.append(
      intentBody([step('any', { image: 'web', digest: digestIn(scene.images.old), destination })]),
    )
    const { stdout } = await run(scene, shortDigest(digestIn(scene.images.old)))
    expect(stdout).toMatch(/ {2}10 {2}.* test → prod +~ not finished\n/)
  })

  test.each([
    [
      ['api:1.4.3'],
      1,
      '✖ api:1.4.3 is not in test, staging or prod, and the ledger never put it there.\n  What there is: promote status, promote history\n',
    ],
    [
      ['00000000'],
      1,
      '✖ Neither the ledger nor a tag of any environment has a digest that begins with 00000000.\n  All of the digest, sha256: and 64 hex digits, need not be known anywhere.\n',
    ],
    [
      [`sha256:${'0'.repeat(64)}`, 'prod'],
      1,
      `✖ sha256:${'0'.repeat(64)} is not in prod, and the ledger knows no promotion of it.\n`,
    ],
    ...['0da3e', 'sha256:0da3e'].map((short): [string[], number, string] => [
      [short],
      2,
      `✖ "${short}" is not a digest, nor the beginning of one.\n  Write 8 or more of its hex digits, with or without "sha256:".\n`,
    ]),
    [['apo'], 2, '✖ The promotion file has no image "apo".\n  Did you mean api?\n'],
    [['api', 'prd'], 2, '✖ The promotion file has no environment "prd".\n  Did you mean prod?\n'],
    [
      ['api@77ab'],
      2,
      '✖ "77ab" is not a digest, nor the beginning of one.\n  Write 8 or more of its hex digits, with or without "sha256:".\n',
    ],
  ] as const)('%j: exit %i', async (words, code, stderr) => {
    const scene = await auditScene(opened)
    expect(await run(scene, ...words)).toMatchObject({ code, stdout: '', stderr })
  })

  test('a tag that is not the same everywhere is to be told apart', async () => {
    const scene = await auditScene(opened)
    scene.registries.test.seed('shop/api', scene.images.web, ['1.4.2'])
    expect(await run(scene, 'api:1.4.2')).toMatchObject({
      code: 2,
      stderr: lines(
        '✖ api:1.4.2 is not the same everywhere: web..... in test, new..... in staging, new..... in prod.',
        '  Name one of them: promote explain api:1.4.2 prod',
      ),
    })
    expect(await meant(scene, 'api:1.4.2', 'test')).toBe(digestIn(scene.images.web))
  })
})
