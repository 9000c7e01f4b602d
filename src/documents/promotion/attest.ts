import { resolve } from 'node:path'
import type { AttestRule, KeyPlace } from '../../model/attestation/rule.ts'
import { DEFAULT_VERIFIER } from '../../model/attestation/summary.ts'
import type { PromotionFile } from '../generated/promotion-types.ts'
import type { Path } from '../pointer.ts'
import { checkFilePath } from './check/file-path.ts'
import type { Draft } from './draft.ts'

/** What an environment may say under `attest`. */
type WrittenAttest = NonNullable<PromotionFile['environments'][number]['attest']>

const VARIABLE = 'env:'

/** `attest` of an environment with its defaults. The keys are not read: who plans and looks need not have them. */
export function attestOf(written: WrittenAttest, folder: string): AttestRule {
  const { key, password, as, summaryKey, summaryPassword, format, verifier } = written
  const record = placeOf(key, password, folder)
  return {
    as: [...new Set(as ?? (['record', 'summary'] as const))],
    keys: {
      record,
      summary: summaryKey === undefined ? record : placeOf(summaryKey, summaryPassword, folder),
    },
    format: format ?? 'bundle',
    verifier: verifier ?? DEFAULT_VERIFIER,
  }
}

function placeOf(key: string, password: string | undefined, folder: string): KeyPlace {
  return {
    key: key.startsWith(VARIABLE)
      ? { kind: 'env', name: key.slice(VARIABLE.length) }
      : { kind: 'file', file: resolve(folder, key), written: key },
    ...(password === undefined ? {} : { password: password.slice(VARIABLE.length) }),
  }
}

/** Checks what the schema cannot say about `attest`. */
export function checkAttest(draft: Draft, path: Path): void {
  for (const name of ['key', 'summaryKey']) checkKey(draft, [...path, name])
  const keys = draft.keys(path)
  const forms = draft.items([...path, 'as']).map((item) => draft.text(item))
  if (keys.includes('summaryPassword') && !keys.includes('summaryKey')) {
    draft.report([...path, 'summaryPassword'], '"summaryPassword" needs "summaryKey" beside it.', {
      atKey: true,
    })
  }
  if (forms.length === 0 || forms.includes('summary')) return
  for (const name of ['summaryKey', 'verifier']) {
    if (!keys.includes(name)) continue
    draft.report([...path, name], `"${name}" is for a summary, which "as" does not list.`, { atKey: true })
  }
}

function checkKey(draft: Draft, path: Path): void {
  const text = draft.text(path)
  if (text === undefined) return
  if (text.includes('-----BEGIN') || /[\r\n]/.test(text)) {
    draft.report(path, 'A key cannot stand here.', {
      hint: 'Name the file that has it, or a variable: env:NAME.',
    })
    return
  }
  if (!text.startsWith(VARIABLE)) {
    checkFilePath(draft, path)
    return
  }
  if (/^env:[A-Za-z_][A-Za-z0-9_]*$/.test(text)) return
  draft.report(path, `"${text}" names no variable of the environment.`, {
    hint: 'For example env:ATTEST_KEY.',
  })
}
