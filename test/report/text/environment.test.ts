import { expect, test } from 'vitest'
import { verifyMarkdown } from '../../../src/report/markdown/verify.ts'
import { initText, validateText } from '../../../src/report/text/small-reports.ts'
import { statusText } from '../../../src/report/text/status.ts'
import { verifyFailuresText, verifyText } from '../../../src/report/text/verify.ts'
import { attestationFindings, finding, status, verification } from '../ledger-samples.ts'
import { lines } from '../lines.ts'
import { digest, plain } from '../samples.ts'

test('verify names what is wrong, where, and counts what it read', () => {
  expect(verifyText(verification(), plain)).toBe(
    lines(
      '✖ prod  api     1.4    drift: holds 02de9914, not 77ab03de',
      '✖ prod  worker  3.0.0  missing: the tag is gone, it held c1d2e3f4',
      'prod',
      '  ✔ api   1.4.2 77ab03de',
      '2 of 3 tags did not verify, 1 manifest and 9 blobs (74 MB) hashed',
      'Moved or gone: no promotion did that. What the ledger says is put back with:',
      '  promote repair prod --dry-run',
      'How it came there: promote explain api:1.4 prod',
    ),
  )
})

test('verify without --deep speaks of manifests alone; an environment with nothing in it is said', () => {
  const findings = [
    finding('api', '1.4.2', '77ab03de', {
      state: 'damaged',
      message: `blob ${digest('9f3c1a07')} has 12 bytes, not 13.`,
    }),
  ]
  expect(
    verifyText(
      {
        environments: ['test', 'prod'],
        deep: false,
        findings,
        totals: { manifests: 1, blobs: 0, bytes: 0 },
        ok: false,
      },
      plain,
    ),
  ).toBe(
    lines(
      '✖ prod  api  1.4.2  damaged: blob 9f3c1a07 has 12 bytes, not 13.',
      'test',
      '  nothing to verify',
      '1 of 1 tag did not verify, 1 manifest hashed',
      'Damaged: the registry lost or changed content. What others have is brought again:',
      '  promote repair prod api --dry-run',
    ),
  )
})

test('quiet, verify has a line for each failure and nothing else', () => {
  expect(verifyFailuresText(verification(), plain)).toBe(
    lines(
      '✖ prod  api     1.4    drift: holds 02de9914, not 77ab03de',
      '✖ prod  worker  3.0.0  missing: the tag is gone, it held c1d2e3f4',
    ),
  )
  const findings = [finding('api', '1.4.2', '77ab03de')]
  expect(verifyFailuresText({ ...verification(), findings, ok: true }, plain)).toBe('')
})

test('what verified has a line for each image, as long as the terminal is wide', () => {
  const findings = Array.from({ length: 9 }, (_, at) => finding('api', `1.4.${at}`, '77ab03de'))
  expect(verifyText({ ...verification(), deep: false, findings, ok: true }, plain)).toBe(
    lines(
      'prod',
      '  ✔ api   1.4.0 77ab03de, 1.4.1 77ab03de, 1.4.2 77ab03de and 6 more',
      '9 tags verified, 1 manifest hashed',
    ),
  )
})

test('status: what is where, since when, by whom, and what did not finish', () => {
  expect(statusText(status(), plain)).toBe(
    lines(
      'image    test               prod',
      'api      1.4.2              1.4.1',
      '         77ab03de           02de9914',
      '         Mon 14:10 CET      2026-10-02 14:10 CEST',
      '         by ola, entry 41   by kari, entry 9',
      'worker   3.0.0              –',
      '         c1d2e3f4',
      '',
      'not finished',
      '  ✖ entry 58: test → prod, begun Tue 11:59 CET by kari',
      '      holds      api 1.4.2 1.4',
      '      finish     promote resume 58',
      '      or undo    promote resume 58 --undo',
      '      or free    promote ledger abandon 58 --reason TEXT',
      '',
      'ledger at entry 58,',
      `  ${digest('ba5eba12')}`,
    ),
  )
})

test('status of many environments on a terminal that is too narrow for columns', () => {
  const [row] = status().rows
  const cells = ['one', 'two', 'three', 'four'].flatMap((environment) =>
    (row?.cells ?? []).slice(0, 1).map((cell) => ({ ...cell, environment })),
  )
  const many = { ...status(), open: [], head: null, rows: [{ image: 'api', cells }] }
  expect(
    statusText({ ...many, environments: ['one', 'two', 'three', 'four'] }, { ...plain, width: 60 }),
  ).toBe(
    lines(
      'api',
      '  one    1.4.2  77ab03de  Mon 14:10 CET  by ola, entry 41',
      '  two    1.4.2  77ab03de  Mon 14:10 CET  by ola, entry 41',
      '  three  1.4.2  77ab03de  Mon 14:10 CET  by ola, entry 41',
      '  four   1.4.2  77ab03de  Mon 14:10 CET  by ola, entry 41',
    ),
  )
})

test('status on a narrow terminal', () => {
  expect(statusText({ ...status(), open: [], head: null }, { ...plain, width: 40 })).toBe(
    lines(
      'api',
      '  test  1.4.2  77ab03de',
      '        Mon 14:10 CET  by ola, entry 41',
      '  prod  1.4.1  02de9914',
      '        2026-10-02 14:10 CEST  by kari, entry 9',
      'worker',
      '  test  3.0.0  c1d2e3f4',
      '  prod  –',
    ),
  )
})

test('validate and init', () => {
  const validated = {
    kind: 'validate' as const,
    file: 'promotion.yaml',
    project: 'shop',
    environments: ['dev', 'test', 'prod'],
    images: ['api', 'team/web', 'worker'],
    configDigest: digest('c0ff'),
    warnings: ['Referrers stay behind.'],
  }
  expect(validateText(validated, plain)).toBe(
    lines(
      '✔ promotion.yaml is valid: 3 environments, 3 images',
      '  environments  dev, test, prod',
      '  images        api, team/web and worker',
      '  ! Referrers stay behind.',
    ),
  )
  const initialised = {
    kind: 'init' as const,
    file: 'promotion.yaml',
    beside: ['promotion.schema.json'],
    environments: ['test', 'prod'],
    images: ['api'],
    next: ['promote validate', 'promote diff'],
  }
  expect(initText(initialised, plain)).toBe(
    lines(
      '✔ wrote promotion.yaml: test → prod, 1 image',
      '  and promotion.schema.json',
      'Next:',
      '  promote validate',
      '  promote diff',
    ),
  )
})

test('attestations are told beside the tags: what is wrong first, then how many were read', () => {
  const attestations = attestationFindings()
  const report = { ...verification(), findings: [], ok: false, attestations }
  const wrong = '✖ prod  api  77ab03de  missing: the summary is not listed any more'
  const text = verifyText(report, plain)
  expect(text.split('\n')[0]).toBe(wrong)
  expect(text).toContain('\n1 of 2 attestations is not as the ledger has it\n')
  expect(verifyFailuresText(report, plain)).toBe(`${wrong}\n`)
  const right = { ...report, attestations: attestations.slice(0, 1), ok: true }
  expect(verifyText(right, plain)).toContain('\n1 attestation read back, as the ledger has it\n')
  expect(verifyText({ ...report, attestations: [], ok: true }, plain)).toContain(
    '\nno attestation to read back\n',
  )
  expect(verifyMarkdown(report)).toContain(
    '| prod | <code>api</code> | <code>77ab03de</code> | missing: the summary is not listed any more |',
  )
})
