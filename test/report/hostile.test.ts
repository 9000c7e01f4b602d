import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seal } from '../../src/ledger/chain/line.ts'
import type { VerifyReport } from '../../src/model/result.ts'
import { diffMarkdown, matrixMarkdown } from '../../src/report/markdown/diff.ts'
import { errorMarkdown } from '../../src/report/markdown/error.ts'
import { explainMarkdown } from '../../src/report/markdown/explain.ts'
import { planMarkdown, promotionMarkdown } from '../../src/report/markdown/promotion.ts'
import { resultMarkdown } from '../../src/report/markdown/result.ts'
import { shownPlanMarkdown } from '../../src/report/markdown/shown-plan.ts'
import { verifyMarkdown } from '../../src/report/markdown/verify.ts'
import type { RenderOptions } from '../../src/report/options.ts'
import { diffText, matrixText } from '../../src/report/text/diff.ts'
import { errorText } from '../../src/report/text/error.ts'
import { explainText } from '../../src/report/text/explain.ts'
import { abandonText } from '../../src/report/text/ledger/abandon.ts'
import { entryText } from '../../src/report/text/ledger/entry.ts'
import { historyText } from '../../src/report/text/ledger/history.ts'
import { resumeText } from '../../src/report/text/ledger/resume.ts'
import { planText } from '../../src/report/text/plan.ts'
import {
  copyText,
  imagesText,
  pullNames,
  pullText,
  pushNames,
  pushText,
  removeText,
} from '../../src/report/text/registry/images.ts'
import { inspectText } from '../../src/report/text/registry/inspect.ts'
import {
  existingLoginText,
  leftLoginText,
  logoutText,
  readableWarning,
  whoText,
} from '../../src/report/text/registry/login.ts'
import { searchText } from '../../src/report/text/registry/search.ts'
import { tagsText } from '../../src/report/text/registry/tags.ts'
import { resultText } from '../../src/report/text/result.ts'
import { initText, ledgerVerifyText, validateText } from '../../src/report/text/small-reports.ts'
import { statusText } from '../../src/report/text/status.ts'
import { approvalsText, approveText } from '../../src/report/text/trust/approvals.ts'
import { gatesText } from '../../src/report/text/trust/gates.ts'
import { guardLines, guardText } from '../../src/report/text/trust/guard.ts'
import { shownPlanText } from '../../src/report/text/trust/shown-plan.ts'
import { holdListText, holdReleaseText, holdText, rejectText } from '../../src/report/text/trust/standing.ts'
import { verifyFailuresText, verifyText } from '../../src/report/text/verify.ts'
import { PromoteError } from '../../src/support/errors.ts'
import { everyKind } from '../ledger/entry-bodies.ts'
import * as asked from './approval-samples.ts'
import * as diffs from './diff-samples.ts'
import { guarded } from './guard-samples.ts'
import * as images from './image-samples.ts'
import * as ledgers from './ledger-samples.ts'
import * as lookups from './lookup-samples.ts'
import * as samples from './samples.ts'
import * as said from './standing-samples.ts'

/** Text as bad as a registry, a file or a person could send it. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        '|',
        '`',
        '\n',
        '\r',
        '\u001b[2J',
        '\u009b31m',
        '\u202e',
        '<b>',
        '</code>',
        '<!--',
        '@team',
        '::warning::',
        '##[error]',
        '](https://x.example.com)',
        '\\',
        '&#124;',
        '***',
        '- ',
        '\u0000',
        '\u2028',
        'api',
        '日本',
        ' ',
        '\ud800',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
)

/** The same value with `text` for every string in it that a person or a registry chose. */
function poison<T>(value: T, text: string): T {
  const kept = new Set([
    'kind',
    'state',
    'answer',
    'outcome',
    'action',
    'result',
    'known',
    'digest',
    'at',
    'since',
    'mediaType',
    'holds',
  ])
  const visit = (inner: unknown, key: string): unknown => {
    if (typeof inner === 'string') return kept.has(key) || inner.startsWith('sha256:') ? inner : text
    if (Array.isArray(inner)) return inner.map((one) => visit(one, key))
    if (typeof inner !== 'object' || inner === null) return inner
    return Object.fromEntries(Object.entries(inner).map(([name, one]) => [name, visit(one, name)]))
  }
  return visit(value, '') as T
}

const ledgerVerify = {
  kind: 'ledger-verify' as const,
  ledger: 'promotions.jsonl',
  ok: false,
  exists: true,
  entries: 1,
  head: null,
  problems: [{ line: 1, message: 'The hash does not fit.' }],
  torn: null,
  noted: null,
  newer: [{ sequence: 2, kind: 'notice', reason: 'it is not known' }],
}
const validated = {
  kind: 'validate' as const,
  file: 'promotion.yaml',
  project: 'shop',
  environments: ['test'],
  images: ['api'],
  configDigest: samples.digest('c0'),
  warnings: ['Hm.'],
}
const initialised = {
  kind: 'init' as const,
  file: 'promotion.yaml',
  beside: ['promotion.schema.json'],
  environments: ['test'],
  images: ['api'],
  next: ['promote diff'],
}
const loggedIn = {
  kind: 'login' as const,
  registry: 'registry.example.com',
  username: 'ann',
  existing: true,
  checked: true,
  kept: null,
}
const loggedOut = {
  kind: 'logout' as const,
  registries: [
    { registry: 'registry.example.com', removed: true },
    { registry: 'docker.io', removed: false },
  ],
}
const sealed = Object.values(everyKind('b5f0c7de0000')).map((body) => seal(body, undefined, new Date(0)))
const failures = [{ image: 'api', code: 'failed', message: 'It failed.', hint: 'Try again.' }]
const fullPlan = {
  ...samples.plan(),
  denials: [{ image: 'api', tag: '1', reason: 'No.', hint: 'Wait.' }],
  missing: [{ image: 'api', wanted: '1', reason: 'Gone.', near: ['2'] }],
  warnings: ['Hm.'],
}

function failedWith(text: string): PromoteError {
  return new PromoteError('failed', text, {
    image: text,
    // An empty hint is none.
    hint: `Try ${text}`,
    problems: [{ message: text, file: text, line: 3, column: 4, excerpt: text, length: 2, hint: text }],
  })
}

type Renderer = (text: string, options: RenderOptions) => string

const texts: Readonly<Record<string, Renderer>> = {
  diff: (text, options) => diffText(poison(said.pair(), text), options),
  matrix: (text, options) => matrixText(poison(said.matrix(), text), options),
  plan: (text, options) => planText(poison(fullPlan, text), options),
  'dry run': (text, options) =>
    resultText(poison(samples.result({ dryRun: true, plan: fullPlan, failures }), text), options),
  result: (text, options) =>
    resultText(poison(samples.result({ plan: fullPlan, failures, warnings: ['Hm.'] }), text), {
      ...options,
      ledger: text,
    }),
  verify: (text, options) => verifyText(poison(attestedVerification(), text), options),
  'verify, quiet': (text, options) => verifyFailuresText(poison(ledgers.verification(), text), options),
  gates: (text, options) => gatesText(poison(samples.gates(), text), options),
  'status, waiting': (text, options) =>
    statusText(poison({ ...ledgers.status(), waiting: [samples.waiting()] }, text), options),
  status: (text, options) => statusText(poison(said.status(), text), options),
  explain: (text, options) => explainText(poison(said.explanation(), text), options),
  history: (text, options) => historyText(poison(ledgers.history(), text), options),
  ...Object.fromEntries(
    sealed.map((one): [string, Renderer] => [
      `entry: ${one.kind}`,
      (text, options) => {
        const entry = poison(one, text)
        const lines = { ...ledgers.history(), lines: [{ kind: 'entry' as const, entry }] }
        return entryText({ kind: 'entry', entry }, options) + historyText(lines, options)
      },
    ]),
  ),
  resume: (text, options) => resumeText(poison(ledgers.resumed(), text), options),
  'ledger abandon': (text, options) => abandonText(poison(ledgers.abandoned(), text), options),
  guard: (text, options) => guardText(poison(guarded(), text), options) + guardLines(poison(guarded(), text)),
  approve: (text, options) => approveText(poison(asked.approved(), text), { ...options, file: text }),
  approvals: (text, options) => approvalsText(poison(asked.approvals(), text), options),
  'plan show': (text, options) =>
    shownPlanText(poison(asked.awaiting({ dryRun: true }), text), {
      ...options,
      file: text,
      promotionFile: text,
    }),
  'waits for approvals': (text, options) => resultText(poison(asked.awaiting(), text), options),
  'hold add': (text, options) => holdText(poison(said.held(), text), options),
  'hold release': (text, options) => holdReleaseText(poison(said.released(), text), options),
  'hold ls': (text, options) => holdListText(poison(said.listed(), text), options),
  reject: (text, options) =>
    rejectText(poison(said.rejected(), text), options) +
    rejectText(poison(said.rejected(true), text), options),
  'ledger verify': (text, options) => ledgerVerifyText(poison(ledgerVerify, text), options),
  validate: (text, options) => validateText(poison(validated, text), options),
  init: (text, options) => initText(poison(initialised, text), options),
  login: (text) =>
    whoText(poison(loggedIn, text)) + existingLoginText(text) + readableWarning(text) + leftLoginText(text),
  logout: (text) => logoutText(poison(loggedOut, text)),
  inspect: (text, options) =>
    inspectText(poison(lookups.inspected(), text), options, { history: true, full: true }),
  search: (text) => searchText(poison(lookups.hits(), text), { full: true, quiet: false }),
  tags: (text, options) => tagsText(poison(lookups.tagged(), text), options, { full: false, quiet: false }),
  error: (text, options) => errorText(failedWith(text), options),
  pull: (text) => pullText(poison(images.pulled(), text)) + pullNames(poison(images.pulled(), text)),
  push: (text) => pushText(poison(images.pushed(), text)) + pushNames(poison(images.pushed(), text)),
  copy: (text) => copyText(poison(images.copied(), text)),
  images: (text, options) =>
    imagesText(poison(images.listed(), text), options, { digests: true, full: false }),
  rmi: (text) => removeText(poison(images.removed(), text)),
}

const markdowns: Readonly<Record<string, (text: string) => string>> = {
  'plan show': (text) =>
    shownPlanMarkdown(poison(asked.awaiting({ dryRun: true }), text), { file: text, promotionFile: text }),
  'waits for approvals': (text) => resultMarkdown(poison(asked.awaiting(), text)),
  explain: (text) => explainMarkdown(poison(said.explanation(), text)),
  diff: (text) => diffMarkdown(poison(said.pair(), text)),
  matrix: (text) => matrixMarkdown(poison(said.matrix(), text)),
  result: (text) =>
    resultMarkdown(poison(samples.result({ plan: fullPlan, failures, warnings: ['Hm.'] }), text)),
  'dry run': (text) =>
    resultMarkdown(poison(samples.result({ dryRun: true, plan: fullPlan, failures }), text)),
  plan: (text) => planMarkdown(poison(samples.result({ dryRun: true, plan: fullPlan, failures }), text)),
  promotion: (text) =>
    promotionMarkdown(poison(samples.result({ failures }), text), poison(diffs.matrix(), text)),
  'promotion without its matrix': (text) =>
    promotionMarkdown(poison(samples.result({ failures }), text), failedWith(text)),
  verify: (text) => verifyMarkdown(poison(attestedVerification(), text)),
  error: (text) => errorMarkdown(failedWith(text)),
}

test('every report is tried here', () => {
  const parts = ['whereText', 'markdownText', 'cutMarkdown']
  const root = path.join(import.meta.dirname, '..', '..')
  const here = readFileSync(import.meta.filename, 'utf8')
  const reports = globSync('src/report/{text,markdown}/**/*.ts', { cwd: root }).flatMap((file) =>
    [
      ...readFileSync(path.join(root, file), 'utf8').matchAll(/^export function (\w+(?:Text|Markdown))\(/gm),
    ].map(([, name = '']) => name),
  )
  expect(reports.length).toBeGreaterThan(15)
  expect(reports.filter((name) => !parts.includes(name) && !here.includes(`${name}(`))).toEqual([])
})

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/
const COLOUR_CODE = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g')
const WORKFLOW_COMMAND = /^\s*::|##\[|##vso\[/m

describe.each(Object.entries(texts))('the text of %s', (_, render) => {
  test('has no control character and no workflow command, whatever the names and messages', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom(30, 80, 120), (text, width) => {
        const shown = render(text, { ...samples.plain, width })
        expect(shown).not.toMatch(CONTROL)
        expect(shown).not.toMatch(WORKFLOW_COMMAND)
        expect(shown.isWellFormed()).toBe(true)
      }),
    )
  })

  test('has as many lines as with tame names, so that nothing can forge one', () => {
    const options = { ...samples.plain, width: 1000 }
    const count = render('x', options).split('\n').length
    fc.assert(
      fc.property(fc.constantFrom('\n', '\r\n', '\u2028', '\u0085', 'a\nb\nc', '\u001b[1A'), (text) => {
        expect(render(text, options).split('\n').length).toBe(count)
      }),
    )
  })

  test('is the same in colour once the codes are taken out', () => {
    for (const width of [80, 120]) {
      const colour = render('x', { ...samples.plain, width, color: true })
      expect(colour.replace(COLOUR_CODE, '')).toBe(render('x', { ...samples.plain, width }))
    }
  })
})

describe.each(Object.entries(markdowns))('the Markdown of %s', (_, render) => {
  test('keeps its tables, and has no control character, HTML, mention or workflow command of others', () => {
    const shape = (text: string): number[] => text.split('\n').map(cellCount)
    const tame = shape(render('x'))
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = render(text)
        expect(shape(shown)).toEqual(tame)
        expect(shown).not.toMatch(CONTROL)
        expect(shown).not.toMatch(WORKFLOW_COMMAND)
        expect(shown.replace(/<\/?code>|<br>/g, '')).not.toMatch(/[<>]/)
        expect(shown.match(/<code>/g)?.length).toBe(shown.match(/<\/code>/g)?.length)
        expect(shown).not.toMatch(/@\w/)
      }),
      { numRuns: 300 },
    )
  })
})

/** Cells of a table's line as GitHub splits it: at pipes without a backslash before them; 0 for other lines. */
function cellCount(line: string): number {
  if (!line.startsWith('|')) return 0
  return line.replace(/\\./g, '').split('|').length
}

function attestedVerification(): VerifyReport {
  return { ...ledgers.verification(), attestations: ledgers.attestationFindings() }
}
