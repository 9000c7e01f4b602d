import { rm, writeFile } from 'node:fs/promises'
import { PromoteError } from '../../support/errors.ts'
import { errnoOf } from '../../support/system-error.ts'

/** What a first promotion file is made from. */
export interface FirstFile {
  /** In promotion order, each with its repository template. */
  readonly environments: readonly { readonly name: string; readonly repository: string }[]
  readonly images: readonly { readonly name: string; readonly select: string }[]
}

/** The text of a first promotion file: what is needed, and a comment for each key that people look for next. */
export function promotionFileText({ environments, images }: FirstFile): string {
  const last = environments.at(-1)?.name
  return [
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
export async function writePromotionFile(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx' })
  } catch (cause) {
    if (errnoOf(cause) === 'EEXIST') {
      throw new PromoteError('usage', `${file} exists already.`, {
        hint: 'Check it with "promote validate", or name another file with -f.',
      })
    }
    throw new PromoteError('disk', `${file} cannot be written.`, { cause })
  }
}

/** Takes away a file that {@link writePromotionFile} wrote and that turned out not to be right. */
export async function removePromotionFile(file: string): Promise<void> {
  await rm(file, { force: true })
}
