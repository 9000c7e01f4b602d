import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openLedger } from '../../src/ledger/file/file-ledger.ts'
import { digestOf, parseDigest, shortDigest } from '../../src/oci/digest.ts'
import { systemClock } from '../../src/support/clock.ts'
import { outcomeBody, step } from '../ledger/entry-bodies.ts'
import { lines } from '../report/lines.ts'
import { expectValid } from '../report/schemas.ts'
import { type CliResult, runPromote, testFolder } from '../support/cli.ts'
import { type AuditScene, auditScene, digestIn } from './audit-scene.ts'

const opened: { close(): Promise<unknown> }[] = []
let scene: AuditScene

beforeAll(async () => {
  scene = await auditScene(opened)
})

afterAll(async () => {
  for (const one of opened.splice(0)) await one.close()
})

async function run(...words: readonly string[]): Promise<CliResult> {
  const result = await runPromote(words, { cwd: scene.folder, env: { COLUMNS: '80' } })
  return { ...result, stdout: scene.plain(result.stdout) }
}

async function json(...words: readonly string[]): Promise<Record<string, unknown>> {
  const { stdout, stderr } = await runPromote([...words, '--json'], { cwd: scene.folder })
  expect(stderr).toBe('')
  return JSON.parse(stdout)
}

const HEAD = ['', 'head of promotions.jsonl:', '  HASH']

describe('history', () => {
  test('has the digests of each run, in 80 columns', async () => {
    expect((await run('history')).stdout).toBe(
      lines(
        '9  2024-11-06 07:30 UTC  kari  staging → prod  ✔ done',
        '   web 2.0.0 web..... in step',
        '8  2024-11-05 10:58 UTC  kari  staging → prod  ✔ done',
        '   api 1.4.2 1.4 new....., web 2.0.0 web.....',
        '6  2024-11-03 09:00 UTC  ola   test → staging  ✔ done',
        '   api 1.4.2 new....., web 2.0.0 web.....',
        '4  2024-10-02 12:10 UTC  kari  staging → prod  ✔ done',
        '   api 1.4.1 1.4 old.....',
        '2  2024-10-01 08:00 UTC  ola   test → staging  ✔ done',
        '   api 1.4.1 old.....',
        ...HEAD,
      ),
    )
  })

  test('of one image is that image alone', async () => {
    expect((await run('history', '--image', 'api', '--env', 'prod')).stdout).toBe(
      lines(
        '8  2024-11-05 10:58 UTC  kari  staging → prod  ✔ done  api 1.4.2 1.4 new.....',
        '4  2024-10-02 12:10 UTC  kari  staging → prod  ✔ done  api 1.4.1 1.4 old.....',
        ...HEAD,
      ),
    )
  })

  test.each<[readonly string[], readonly number[]]>([
    [
      ['--since', '2024-11-03'],
      [9, 8, 7, 6, 5],
    ],
    [
      ['--until', '2024-10-02'],
      [4, 3, 2, 1],
    ],
    [
      ['--since', '2024-10-02T12:00Z', '--until', '2024-11-03T09:00Z'],
      [6, 5, 4, 3],
    ],
    [
      ['--actor', 'OLA', '--image', 'web'],
      [6, 5],
    ],
    [['--env', 'test', '--actor', 'kari'], []],
  ])('%j', async (words, expected) => {
    const document = await json('history', ...words)
    expectValid('history', document)
    expect((document.entries as { sequence: number }[]).map(({ sequence }) => sequence)).toEqual(expected)
    expect(document.whole).toBe(!words.includes('--image'))
  })

  test.each<[string, () => string, readonly number[]]>([
    ['the first eight digits of an image', () => shortDigest(digestIn(scene.images.old)), [8, 7, 4, 3, 2, 1]],
    ['the algorithm too', () => digestIn(scene.images.old).slice(0, 20), [8, 7, 4, 3, 2, 1]],
    ['all of it, in capitals', () => digestIn(scene.images.web).toUpperCase(), [9, 8, 7, 6, 5]],
    ['a signature', () => shortDigest(digestIn(scene.signature)), [8, 7, 6, 5]],
    ['a plan', () => shortDigest(digestOf('plan 2')), [4, 3]],
    ['nothing in the ledger', () => '00000000', []],
  ])('--digest takes %s', async (_, digest, expected) => {
    const { entries } = await json('history', '--digest', digest())
    expect((entries as { sequence: number }[]).map(({ sequence }) => sequence)).toEqual(expected)
  })

  test('an intent that ended later is not called unfinished', async () => {
    const hash = (await json('ledger', 'show', '1')).hash as string
    expect((await run('history', '--digest', hash)).stdout).toContain('test → staging  = ended by 2')
  })

  test('what cannot be meant is refused with a way on', async () => {
    for (const [words, message] of [
      [['--actor', 'karl'], '✖ Nobody in the ledger is called "karl".\n  Did you mean kari?\n'],
      [['--image', 'wbe'], '✖ The promotion file has no image "wbe".\n  Did you mean web?\n'],
      [
        ['--digest', '77ab03d'],
        '✖ "77ab03d" is not a digest, nor the beginning of one.\n  Write 8 or more of its hex digits, with or without "sha256:".\n',
      ],
      [
        ['--until', '2024-02-31'],
        '✖ "2024-02-31" is not a time.\n  Write a date (2026-11-01), a time (2026-11-01T12:00Z) or an age (12h, 30d).\n',
      ],
      [
        ['--since', '1d', '--until', '2d'],
        '✖ --since 1d is later than --until 2d: nothing is between them.\n',
      ],
    ] as const) {
      expect(await run('history', ...words)).toMatchObject({ code: 2, stdout: '', stderr: message })
    }
    expect((await run('history', '--since', '1h')).stdout).toBe(
      'No entry of promotions.jsonl is what was asked for.\n',
    )
  })
})

describe('a digest in place of a number', () => {
  test('shows the entry that has it: by its plan, its hash, or an image of one entry alone', async () => {
    const { hash } = await json('ledger', 'show', '4')
    for (const name of [shortDigest(digestOf('plan 2')), String(hash), String(hash).slice(7, 15)]) {
      expect(await json('ledger', 'show', name)).toMatchObject({ sequence: 4 })
    }
  })

  test('lists them where several have it', async () => {
    const digest = shortDigest(digestIn(scene.images.web))
    expect(await run('ledger', 'show', digest)).toMatchObject({
      code: 2,
      stderr: lines(
        `✖ 3 entries have the digest ${digest}.`,
        `  Show one of them (6, 8, 9), or all with "promote history --digest ${digest}".`,
      ),
    })
  })

  test('that begins two digests is refused, with both', async () => {
    const two = ['a', 'b'].map((end) => parseDigest(`sha256:${'7'.repeat(63)}${end}`))
    const file = await readFile(path.join(scene.folder, 'promotion.yaml'), 'utf8')
    const folder = await testFolder({ 'promotion.yaml': file })
    const ledger = openLedger(path.join(folder, 'promotions.jsonl'), { clock: systemClock })
    for (const digest of two) await ledger.append(outcomeBody(null, [step('any', { digest, tags: [] })]))
    for (const words of [
      ['history', '--digest', '77777777'],
      ['ledger', 'show', '77777777'],
    ]) {
      const { code, stderr } = await runPromote(words, { cwd: folder })
      expect(code).toBe(2)
      expect(stderr).toBe(
        lines('✖ 2 digests begin with 77777777.', `  Write more of one of them: ${two.join(', ')}.`),
      )
    }
    const { code } = await runPromote(['ledger', 'show', two[0] ?? ''], { cwd: folder })
    expect(code).toBe(0)
  })
})

describe('ledger export', () => {
  const columnsOf = (csv: string, ...names: readonly string[]): string[][] => {
    const [head = [], ...rows] = csv
      .trimEnd()
      .split('\r\n')
      .map((row) => row.split(','))
    return rows.map((row) => names.map((name) => row[head.indexOf(name)] ?? ''))
  }

  test('has a row for each tag that moved', async () => {
    const { stdout } = await run('ledger', 'export')
    expect(columnsOf(stdout, 'sequence', 'to', 'image', 'tag', 'tagResult')).toEqual([
      ['2', 'staging', 'api', '1.4.1', 'moved'],
      ['4', 'prod', 'api', '1.4.1', 'moved'],
      ['4', 'prod', 'api', '1.4', 'moved'],
      ['6', 'staging', 'api', '1.4.2', 'moved'],
      ['6', 'staging', 'web', '2.0.0', 'moved'],
      ['8', 'prod', 'api', '1.4.2', 'moved'],
      ['8', 'prod', 'api', '1.4', 'moved'],
      ['8', 'prod', 'web', '2.0.0', 'moved'],
    ])
  })

  test('--all has the rest too', async () => {
    const { stdout } = await run('ledger', 'export', '--all')
    const rows = columnsOf(stdout, 'sequence', 'kind', 'tagResult')
    expect(rows).toHaveLength(17)
    expect(rows.at(-1)).toEqual(['9', 'outcome', 'unchanged'])
    expect(rows[0]).toEqual(['1', 'intent', ''])
  })

  test('as JSON it has the same rows, and with --all every entry', async () => {
    const moved = await json('ledger', 'export', '--format', 'json')
    expectValid('ledger-export', moved)
    expect(moved.rows).toHaveLength(8)
    expect(moved).not.toHaveProperty('entries')
    const all = await json('ledger', 'export', '--all')
    expectValid('ledger-export', all)
    expect(all.rows).toHaveLength(17)
    const text = await readFile(path.join(scene.folder, 'promotions.jsonl'), 'utf8')
    const entries = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(all.entries).toEqual(entries)
  })
})
