import { expect, test } from 'vitest'
import { initText, validateText } from '../../../src/report/text/small-reports.ts'
import { statusText } from '../../../src/report/text/status.ts'
import { verifyText } from '../../../src/report/text/verify.ts'
import { finding, status, verification } from '../ledger-samples.ts'
import { lines } from '../lines.ts'
import { digest, plain } from '../samples.ts'

test('verify names what is wrong, where, and counts what it read', () => {
  expect(verifyText(verification(), plain)).toBe(
    lines(
      'prod',
      '  ✔ api      1.4.2   77ab03de   ok',
      '  ✖ api      1.4     02de9914   drift: holds 02de9914, expected 77ab03de',
      '    registry.example.com/prod/api:1.4',
      '  ✖ worker   3.0.0   –          missing: expected c1d2e3f4',
      '    registry.example.com/prod/worker:3.0.0',
      '2 of 3 tags did not verify, 1 manifest and 9 blobs (74 MB) hashed',
      'What was promoted to prod, and from where it can be promoted again: promote history --env prod',
    ),
  )
})

test('verify without --deep speaks of manifests alone; an environment with nothing in it is said', () => {
  const findings = [
    finding('api', '1.4.2', '77ab03de', { state: 'damaged', message: 'blob 9f3c1a07 has 12 bytes, not 13.' }),
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
      'test',
      '  nothing to verify',
      'prod',
      '  ✖ api   1.4.2   77ab03de   damaged: blob 9f3c1a07 has 12 bytes, not 13.',
      '    registry.example.com/prod/api:1.4.2',
      '1 of 1 tag did not verify, 1 manifest hashed',
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
      '      finish     promote --from test --to prod',
      '      or free    promote ledger abandon 58 --reason TEXT',
      '',
      'ledger at entry 58,',
      `  ${digest('ba5eba12')}`,
    ),
  )
})

test('status on a narrow terminal', () => {
  expect(statusText({ ...status(), open: [], head: null }, { ...plain, width: 40 })).toBe(
    lines(
      'api',
      '  test  1.4.2  77ab03de  Mon 14:10 CET          by ola, entry 41',
      '  prod  1.4.1  02de9914  2026-10-02 14:10 CEST  by kari, entry 9',
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
