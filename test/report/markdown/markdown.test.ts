import { describe, expect, test } from 'vitest'
import type { Verdict } from '../../../src/model/gates/verdict.ts'
import { diffMarkdown, matrixMarkdown } from '../../../src/report/markdown/diff.ts'
import { markdownCode, markdownLink, markdownText } from '../../../src/report/markdown/markdown.ts'
import { resultMarkdown } from '../../../src/report/markdown/result.ts'
import { matrix, pair } from '../diff-samples.ts'
import { lines } from '../lines.ts'
import { plan, result } from '../samples.ts'

const code = (text: string): string => `<code>${text}</code>`

test('two environments', () => {
  expect(diffMarkdown(pair())).toBe(
    lines(
      '### test → prod: 1 behind, 1 missing',
      '',
      '|  | Image | test | prod | State |',
      '| --- | --- | --- | --- | --- |',
      `| ~ | ${code('api')} | ${code('1.4.2')}<br>${code('77ab03de')}<br>[5d1e0c7..e9a4410](https://git.example.com/acme/api/compare/5d1e0c7...e9a4410) | ${code('1.4.1')}<br>${code('02de9914')} | 77ab03de would replace 02de9914 |`,
      `| = | ${code('team/web')} | ${code('2.0.3')}<br>${code('5e5e0b11')} | ${code('2.0.3')}<br>${code('5e5e0b11')} | in step |`,
      `| + | ${code('worker')} | ${code('3.0.0')}<br>${code('c1d2e3f4')} | – | c1d2e3f4 is not in prod |`,
    ),
  )
})

test('the matrix', () => {
  const text = matrixMarkdown(matrix()).split('\n')
  expect(text[0]).toBe('| Image | dev | test | staging | prod |')
  expect(text[3]).toBe(
    `| ${code('team/web')} | ${code('2.1.0')}<br>${code('a0a1a2a3')} | ${code('2.1.0')}<br>${code('a0a1a2a3')} = | ${code('2.0.3')}<br>${code('5e5e0b11')} | ${code('2.0.3')}<br>${code('5e5e0b11')} = |`,
  )
  expect(text.slice(6)).toEqual([
    '- dev → test: 1 behind, 1 missing',
    '- test → staging: 1 behind',
    '- staging → prod: 1 behind',
    '',
  ])
})

test('a promotion', () => {
  expect(resultMarkdown(result())).toBe(
    lines(
      '### ✔ test → prod',
      '',
      '|  | Image | Version | Digest | Tags | Destination | Outcome | Content | Time |',
      '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
      `| ✔ | ${code('api')} | 1.4.1 → 1.4.2 | ${code('77ab03de')} | ${code('1.4.2')} ${code('1.4')} | ${code('registry.example.com/prod/api')} | promoted | 9 mounted, 2 copied (18.4 MB) | 7.9 s |`,
      `| = | ${code('team/web')} | 2.0.3 | ${code('5e5e0b11')} | ${code('2.0.3')} | ${code('registry.example.com/prod/team/web')} | in step |  |  |`,
      `| ✔ | ${code('worker')} | 3.0.0 | ${code('c1d2e3f4')} | ${code('3.0.0')} | ${code('registry.example.com/prod/worker')} | promoted | 11 copied (204 MB), 4 already there | 7.9 s |`,
      '',
      `- ✔ order ${code('api&#58;1.4.2')}, ${code('worker&#58;3.0.0')}: it is in test`,
      '',
      `2 promoted, 1 in step, 11.2 s. Recorded as entry 57. Ledger head ${code(`sha256&#58;ba5eba11${'0'.repeat(56)}`)}.`,
    ),
  )
})

test('images with the same answer share a line, with when a gate is ready unless it was passed over', () => {
  const soak = (image: string): Verdict => ({
    gate: 'soak',
    image,
    tag: '1.0.0',
    answer: 'unknown',
    reason: 'Since when?',
    evidence: {},
    readyAt: '2026-11-25T13:10:00.001Z',
  })
  const shown = resultMarkdown(
    result({
      plan: {
        ...plan(),
        verdicts: [soak('api'), soak('web'), { ...soak('db'), overridden: { reason: 'Fix' } }],
      },
    }),
  )
  expect(shown.split('\n').filter((line) => line.includes('soak'))).toEqual([
    `- ~ soak ${code('db&#58;1.0.0')}: Since when? Overridden: Fix`,
    `- ✖ soak ${code('api&#58;1.0.0')}, ${code('web&#58;1.0.0')}: Since when? (not known, which denies) Ready 2026-11-25T13:11Z.`,
  ])
})

test('a dry run, with what stands in the way', () => {
  const document = {
    ...plan(),
    verdicts: [],
    denials: [{ image: 'api', tag: '1.4.2', reason: 'the tag is immutable.', hint: 'Use another.' }],
    missing: [{ image: 'web', wanted: '9', reason: 'no such tag.', near: ['8', '7'] }],
    warnings: ['Referrers stay behind.'],
  }
  const failures = [
    { image: 'api', code: 'immutable', message: 'The tag is immutable.', hint: 'Use another.' },
    { image: null, code: 'denied', message: 'Two images cannot go.' },
  ]
  expect(resultMarkdown(result({ dryRun: true, plan: document, exitCode: 3, failures }))).toBe(
    lines(
      '### ✖ test → prod (dry run)',
      '',
      '|  | Image | Version | Change | Tags | Content |',
      '| --- | --- | --- | --- | --- | --- |',
      `| ~ | ${code('api')} | 1.4.1 → 1.4.2 | 77ab03de replaces 02de9914 | 1.4.2 (new)<br>1.4 (moves) | mount 9, copy 2 blobs (18.4 MB) |`,
      `| = | ${code('team/web')} | 2.0.3 | in step | 2.0.3 (in step) |  |`,
      `| + | ${code('worker')} | 3.0.0 | c1d2e3f4 is new in prod | 3.0.0 (new) | copy 11 blobs (204 MB) |`,
      '',
      `- ✖ ${code('web 9')}: no such tag.<br>nearest there: 8, 7`,
      `- ✖ ${code('api')}: The tag is immutable.<br>Use another.`,
      '- ✖ Two images cannot go.',
      '',
      '- ! Referrers stay behind.',
      '',
      `Nothing was written. Plan ${code('4be1c02f')}.`,
    ),
  )
})

describe('escaping', () => {
  test.each([
    ['a|b', 'a\\|b'],
    ['`x`', '\\`x\\`'],
    ['<img src=x>', '&lt;img src=x&gt;'],
    ['a\nb', 'a b'],
    ['@team', '@\u200bteam'],
    ['fixes #12', 'fixes \\#\u200b12'],
    ['[x](y)', '\\[x\\](y)'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['https://evil.example.com', 'https&#58;//evil.example.com'],
    ['www.example.com', 'www&#46;example.com'],
    ['::add-mask::x', ': :add-mask&#58;:x'],
    ['&amp;', '&amp;amp;'],
  ])('%j is written %j', (text, escaped) => expect(markdownText(text)).toBe(escaped))

  test('code keeps its text', () => {
    expect(markdownCode('a|`b`<c>@d')).toBe('<code>a&#124;&#96;b&#96;&lt;c&gt;&#64;d</code>')
    expect(markdownCode(' \n')).toBe('')
  })

  test('only web addresses become links, and they cannot leave their brackets', () => {
    expect(markdownLink('x', 'https://example.com/a)|b')).toBe('[x](https://example.com/a%29%7cb)')
    expect(markdownLink('x', 'javascript:alert(1)')).toBe('x')
    expect(markdownLink('x', 'nonsense')).toBe('x')
  })
})
