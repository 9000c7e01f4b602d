import { writeFile } from 'node:fs/promises'
import type { FirstFile } from '../../model/first-file.ts'
import { PromoteError } from '../../support/errors.ts'
import { errnoOf, writeReason } from '../../support/system-error.ts'

/** What the schema is called that editors find beside a promotion file. */
export const SCHEMA_FILE = 'promotion.schema.json'

/** The text of a first promotion file: what is needed, the line by which editors find its schema, and a comment for each key that people look for next. */
export function firstFileText(
  { environments, images }: FirstFile,
  { schema }: { readonly schema: boolean },
): string {
  const last = environments.at(-1)?.name
  return [
    ...(schema ? [`# yaml-language-server: $schema=${SCHEMA_FILE}`] : []),
    '# Check it with "promote validate"; see what it would do with "promote diff".',
    'version: 1',
    'environments: # in promotion order',
    ...environments.flatMap(({ name, repository }) => [
      `  - name: ${name}`,
      `    repository: ${JSON.stringify(repository)}`,
      ...(name === last
        ? [
            '    # confirm: true                     # somebody has to say yes: at the terminal, or with --yes',
            '    # immutable: ["v*"]                 # tags that never move',
            '    # tags: ["{tag}", "{major}.{minor}"] # tags on arrival; default: ["{tag}"]',
          ]
        : []),
    ]),
    'images:',
    ...images.flatMap(({ name, select }) => [`  - name: ${name}`, `    select: ${selectText(select)}`]),
    'ledger:',
    '  file: promotions.jsonl',
    '',
  ].join('\n')
}

/** `newest`, or a tag or glob as it was given. */
function selectText(select: string): string {
  return select === 'newest' ? '{ semver: "*", newest: 1 }' : `[${JSON.stringify(select)}]`
}

/**
 * Writes a promotion file that is not there yet.
 * @throws PromoteError `usage` when it is, `disk` when it cannot be written
 */
export async function writeFirstFile(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx' })
  } catch (cause) {
    if (errnoOf(cause) === 'EEXIST') {
      throw new PromoteError('usage', `${file} exists already.`, {
        hint: 'Check it with "promote validate", or name another file with -f.',
      })
    }
    if (!(cause instanceof Error)) throw cause
    throw new PromoteError('disk', `${file} cannot be written: ${writeReason(cause)}.`, {
      reference: file,
      cause,
    })
  }
}
