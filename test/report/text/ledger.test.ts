import { expect, test } from 'vitest'
import type { LedgerVerification } from '../../../src/model/ledger/reports.ts'
import { entryText } from '../../../src/report/text/ledger/entry.ts'
import { historyText } from '../../../src/report/text/ledger/history.ts'
import { resumeText } from '../../../src/report/text/ledger/resume.ts'
import { ledgerVerifyText } from '../../../src/report/text/small-reports.ts'
import { approval, attested, entry, history, refusals, resumed } from '../ledger-samples.ts'
import { lines } from '../lines.ts'
import { digest, ledgerStep, plain, wide } from '../samples.ts'

test('the history has a line for each run, newest first; an intent only while it is open', () => {
  expect(historyText(history(), wide)).toBe(
    lines(
      '58  Tue 11:59 CET          kari  test → prod  ~ not finished  api 1.4.2 1.4 77ab03de, worker 3.0.0 c1d2e3f4',
      '57  Tue 11:58 CET          kari  test → prod  ✔ done          api 1.4.2 1.4 77ab03de, worker 3.0.0 c1d2e3f4',
      ' 9  2026-10-02 14:10 CEST  kari  test → prod  ✖ failed        api 1.4.2 77ab03de',
      '',
      `head of promotions.jsonl: ${digest('ba5eba12')}`,
    ),
  )
})

test('in 80 columns what was promoted stands below', () => {
  expect(historyText(history(), plain).split('\n').slice(0, 4)).toEqual([
    '58  Tue 11:59 CET          kari  test → prod  ~ not finished',
    '    api 1.4.2 1.4 77ab03de, worker 3.0.0 c1d2e3f4',
    '57  Tue 11:58 CET          kari  test → prod  ✔ done',
    '    api 1.4.2 1.4 77ab03de, worker 3.0.0 c1d2e3f4',
  ])
})

test('a run that found all in step says so, and an empty history too', () => {
  const steps = [ledgerStep('api', '1.4.2', '77ab03de', { outcome: 'unchanged' })]
  const report = { ...history(), head: null, lines: [{ kind: 'entry' as const, entry: entry({ steps }) }] }
  expect(historyText(report, plain)).toBe(
    '57  Tue 11:58 CET  kari  test → prod  ✔ done  api 1.4.2 77ab03de in step\n',
  )
  expect(historyText({ ...report, lines: [] }, plain)).toBe('No entries in promotions.jsonl.\n')
})

test('one entry in full', () => {
  const failed = entry({
    result: 'failed',
    error: 'prod refused the tag 1.4.2.',
    steps: [
      ledgerStep('api', '1.4.2', '77ab03de', {
        outcome: 'failed',
        tags: [
          { tag: '1.4.2', old: null, new: digest('77ab03de') },
          { tag: '1.4', old: digest('02de9914'), new: digest('77ab03de') },
          { tag: 'latest', old: digest('77ab03de'), new: digest('77ab03de'), result: 'unchanged' },
        ],
      }),
    ],
  })
  expect(entryText({ kind: 'entry', entry: failed }, plain)).toBe(
    lines(
      'entry 57  test → prod  ✖ failed',
      '  id         b5f0c7de0001',
      '  at         Tue 11:58 CET (2026-11-24T10:58:11.200Z)',
      '  actor      kari (from git)',
      '  ci         https://ci.example.com/runs/1234',
      '  commit     e9a4410e9a4410e9a4410e9a4410e9a4410e9a44',
      '  run        a91c3f000001',
      '  tool       promote 0.1.0',
      `  plan       ${digest('4be1c02f')}`,
      '  intent     b5f0c7de0000',
      `  previous   ${digest('feedf00d')}`,
      `  hash       ${digest('ba5eba11')}`,
      'steps',
      '  ✖ api  failed',
      '      from     registry.test.example.com/shop/api:1.4.2',
      '      to       registry.example.com/prod/api',
      `      digest   ${digest('77ab03de')}`,
      '      tag      1.4.2 (new): not moved',
      '      tag      1.4 (was 02de9914): not moved',
      '      tag      latest (in step)',
      '      blobs    9 mounted, 2 copied (18.4 MB), 0 already there, 7.9 s',
      'gates',
      '  ✔ order   api:1.4.2, worker:3.0.0: it is in test',
      '✖ prod refused the tag 1.4.2.',
    ),
  )
})

test('that an outcome was taken in from beside the ledger is said', () => {
  const text = entryText({ kind: 'entry', entry: entry({ kept: true }) }, plain)
  expect(text).toMatch(/^ {2}taken in +from a file beside the ledger, where its run had kept it$/m)
})

test('what was attested, in full and in the history', () => {
  const text = entryText({ kind: 'entry', entry: attested() }, plain)
  expect(text).toMatch(/^entry 58 {2}test → prod {2}✖ not attested$/m)
  expect(text.slice(text.indexOf('attestations'))).toBe(
    lines(
      'attestations',
      '  ✔ api  record attached',
      '      to       registry.example.com/prod/api',
      `      digest   ${digest('77ab03de')}`,
      '      type     urn:promote:attestation:promotion:1',
      `      in       ${digest('0a77e57e')}`,
      '  ✖ api  summary failed',
      '      to       registry.example.com/prod/api',
      `      digest   ${digest('77ab03de')}`,
      '      type     https://slsa.dev/verification_summary/v1',
      '      error    registry.example.com refused it.',
    ),
  )
  const some = { ...history(), lines: [{ kind: 'entry', entry: attested() } as const] }
  expect(historyText(some, plain).split('\n').slice(0, 2)).toEqual([
    '58  Tue 11:58 CET  kari  test → prod  ✖ not attested',
    '    api 77ab03de record and summary failed',
  ])
})

test('an approval in full, signed with a comment and not', () => {
  expect(entryText({ kind: 'entry', entry: approval() }, plain)).toBe(
    lines(
      'entry 56  test → prod  ✔ approved, signed',
      '  id         b5f0c7de0002',
      '  at         Tue 11:58 CET (2026-11-24T10:58:11.200Z)',
      '  actor      kari (from git)',
      '  ci         https://ci.example.com/runs/1234',
      '  commit     e9a4410e9a4410e9a4410e9a4410e9a4410e9a44',
      '  run        a91c3f000001',
      '  tool       promote 0.1.0',
      `  plan       ${digest('4be1c02f')}`,
      '  project    shop',
      '  approved   2026-11-24T10:58:02.000Z',
      '  comment    Tested on Monday.',
      '  signed     with the SSH key SHA256:uVjHZlXRdKqVOZqPvLmDzlWqYYSQLDMZW0mBhrFLZFM',
      `  previous   ${digest('feedf00d')}`,
      `  hash       ${digest('ba5eba11')}`,
      'images',
      `  api      1.4.2   ${digest('77ab03de')}   to registry.example.com/prod/api`,
      `  worker           ${digest('c1d2e3f4')}   to registry.example.com/prod/worker`,
    ),
  )
  const unsigned = entryText({ kind: 'entry', entry: approval({ signature: null, comment: null }) }, plain)
  expect(unsigned).toMatch(/^entry 56 {2}test → prod {2}✔ approved$/m)
  expect(unsigned).toMatch(/^ {2}signed +no: anybody can set a name$/m)
  expect(unsigned).not.toContain('comment')
})

test('the history has an approval with its plan, its images and its comment', () => {
  const some = { ...history(), lines: [{ kind: 'entry', entry: approval() } as const] }
  expect(historyText(some, plain).split('\n').slice(0, 3)).toEqual([
    '56  Tue 11:58 CET  kari  test → prod  ✔ approved, signed',
    '    plan 4be1c02f, api 1.4.2 77ab03de, worker c1d2e3f4,',
    '    comment: Tested on Monday.',
  ])
})

test('what was said no to, and taken back, stands in the history with its reason', () => {
  const said = refusals()
  const report = {
    ...history(),
    lines: Object.values(said).map((entry) => ({ kind: 'entry' as const, entry })),
    head: null,
  }
  expect(historyText(report, wide)).toBe(
    lines(
      '60  Tue 11:58 CET  kari  prod        ✖ held      api 77ab03de, reason: Logins fail.',
      '61  Tue 11:58 CET  kari  prod        ✖ held      web, every digest, reason: The vendor is down.',
      '62  Tue 11:58 CET  kari  everywhere  ✖ rejected  api 77ab03de, reason: It leaks.',
      '63  Tue 11:58 CET  kari  prod        ✔ released  api 77ab03de, reason: It was the load balancer.',
      '64  Tue 11:58 CET  kari  everywhere  ✔ released  77ab03de, reason: Wrong image.',
    ),
  )
  const textOf = (name: keyof typeof said): string[] =>
    entryText({ kind: 'entry', entry: said[name] }, plain)
      .split('\n')
      .filter((line) => !/^ {2}(id|at|run|ci|commit|tool|previous|hash) /.test(line))
  expect(textOf('hold')).toEqual([
    'entry 60  prod  ✖ held',
    '  actor      kari (from git)',
    '  image      api',
    `  digest     ${digest('77ab03de')}`,
    '  reason     Logins fail.',
    '  left by    b5f0c7de0001',
    '',
  ])
  expect(textOf('holdOnAll')).toContain('  digest     every one')
  expect(textOf('reject')).toEqual([
    'entry 62  everywhere  ✖ rejected',
    '  actor      kari (from git)',
    '  image      api:1.4.2',
    '  found in   test',
    `  plan       ${digest('4be1c02f')}`,
    `  digest     ${digest('77ab03de')}`,
    '  reason     It leaks.',
    '',
  ])
  expect(textOf('release')).toEqual([
    'entry 63  prod  ✔ released',
    '  actor      kari (from git)',
    '  image      api',
    `  digest     ${digest('77ab03de')}`,
    '  of         hold c0ffee000060',
    '  reason     It was the load balancer.',
    '',
  ])
  expect(textOf('undo')).toContain('  of         rejection c0ffee000062')
})

const chain: LedgerVerification = {
  kind: 'ledger-verify',
  ledger: 'promotions.jsonl',
  ok: true,
  exists: true,
  entries: 57,
  head: { sequence: 57, hash: digest('ba5eba11') },
  problems: [],
  torn: null,
  noted: null,
  newer: [],
}

test.each<[string, Partial<LedgerVerification>, string[]]>([
  ['whole', {}, ['✔ promotions.jsonl: 57 entries, the chain holds', `  head  ${digest('ba5eba11')}`]],
  [
    'empty, and expected to be',
    { entries: 0, head: null },
    ['– The ledger promotions.jsonl has no entry yet, so there is nothing to check.'],
  ],
  [
    'empty',
    { ok: false, entries: 0, head: null },
    [
      '✖ The ledger promotions.jsonl has no entry, so nothing was checked.',
      '  Is it the right file? The promotion file names it under ledger.file.',
      '  Where nothing was promoted yet: promote ledger verify --allow-empty',
    ],
  ],
  [
    'gone, and its head was noted',
    { ok: false, exists: false, entries: 0, head: null, noted: { hash: digest('aa'), sequence: null } },
    [
      '✖ There is no ledger promotions.jsonl, so nothing was checked.',
      `  ✖ No entry has the head ${digest('aa')}: the ledger was cut or rewritten after it was noted.`,
      '  Is it the right file? The promotion file names it under ledger.file.',
      '  Where nothing was promoted yet: promote ledger verify --allow-empty',
    ],
  ],
  [
    'torn',
    { ok: false, torn: { line: 58, bytes: 9 } },
    [
      '✖ promotions.jsonl: 57 entries, the chain holds up to a last line that is cut off',
      '  ! Line 58 was cut off while it was written; it is no entry. The next promotion sets it aside.',
      `  head  ${digest('ba5eba11')}`,
    ],
  ],
  [
    'broken and torn',
    {
      ok: false,
      head: null,
      problems: [{ line: 12, message: 'The hash does not fit.' }],
      torn: { line: 58, bytes: 9 },
    },
    [
      '✖ promotions.jsonl: 57 entries, 1 problem',
      '  line 12  The hash does not fit.',
      '  ! Line 58 was cut off while it was written; it is no entry. The next promotion sets it aside.',
      '  Put back the last good copy, from git or a backup, and keep this one for those who look into it. Until then nothing is written to it.',
    ],
  ],
  [
    'rewritten',
    { ok: false, noted: { hash: digest('aa'), sequence: null } },
    [
      '✖ promotions.jsonl: 57 entries, the head that was noted is not in it',
      `  ✖ No entry has the head ${digest('aa')}: the ledger was cut or rewritten after it was noted.`,
      `  head  ${digest('ba5eba11')}`,
    ],
  ],
  [
    'grown',
    { noted: { hash: digest('aa'), sequence: 41 } },
    [
      '✔ promotions.jsonl: 57 entries, the chain holds',
      '  ✔ The ledger goes on from entry 41, the head that was noted.',
      `  head  ${digest('ba5eba11')}`,
    ],
  ],
  [
    'the same',
    { noted: { hash: digest('ba5eba11'), sequence: 57 } },
    [
      '✔ promotions.jsonl: 57 entries, the chain holds',
      '  ✔ The ledger ends in the head that was noted.',
      `  head  ${digest('ba5eba11')}`,
    ],
  ],
])('a ledger that is %s', (_, change, expected) => {
  expect(ledgerVerifyText({ ...chain, ...change }, plain)).toBe(lines(...expected))
})

test('resume: a dry run ends with the line that does it, unless that would fail', () => {
  const dry = { ...resumed(), dryRun: true }
  expect(resumeText(dry, plain)).toContain('\nNothing was written.\n')
  const well = { ...dry, runs: dry.runs.slice(0, 1), exitCode: 0 }
  expect(resumeText(well, plain)).toContain('\nNothing was written. To do it: promote resume 58\n')
  const both = { ...well, runs: [...well.runs, ...well.runs], undo: true }
  expect(resumeText(both, plain)).toContain('\nNothing was written. To do it: promote resume --undo\n')
})

test('resume: each run, how it was ended, and what became of its tags', () => {
  expect(resumeText(resumed(), plain)).toBe(
    [
      '✔ entry 58 of kari, test → prod, begun Tue 11:59 CET: finished, entry 59',
      '  api   registry.example.com/prod/api:1.4.2   holds 77ab03de, as it was to',
      '  api   registry.example.com/prod/api:1.4     moved to 77ab03de',
      '✖ entry 57 of ola, test → prod, begun Tue 11:58 CET',
      '  Entry 57 cannot be finished.',
      '  Undo it.',
      '! Hm.',
      'head of promotions.jsonl:',
      `  ${digest('ba5eba13')}`,
      '',
    ].join('\n'),
  )
})
