import * as Flags from '@oclif/core/flags'
import { wordsOf } from '../../model/ledger/said.ts'
import type { Overrides } from '../../pipeline/judge/judge.ts'
import type { ImageChoice } from '../../pipeline/plan/route.ts'
import { usage } from './promote-command.ts'

/** Where from and where to. */
export const routeFlags = {
  from: Flags.string({ helpValue: 'ENV', summary: 'Environment to promote from.' }),
  to: Flags.string({ helpValue: 'ENV', summary: 'Environment to promote to.' }),
}

/** Which images: beside the arguments those that cannot be told from a command by their name, and what is left out. */
export const imageFlags = {
  image: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'IMAGE',
    summary: 'An image, as the arguments name it; for one that is called like a command.',
  }),
  exclude: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'IMAGE',
    summary: 'Leave this image out: its name, or a glob of names (team/*). May be repeated.',
  }),
}

/** The tag of an image that is given by its digest, for the commands that compare or plan. */
export const tagFlag = {
  tag: Flags.string({
    helpValue: 'TAG',
    summary: 'The tag of the one image that is given by its digest, where its tags in --from do not tell.',
  }),
}

/** The images that a command line is about. */
export function imageChoice(
  words: readonly unknown[],
  flags: {
    readonly image?: readonly string[] | undefined
    readonly exclude?: readonly string[] | undefined
    readonly tag?: string | undefined
  },
): ImageChoice {
  return {
    images: [...words.map(String), ...(flags.image ?? [])],
    exclude: flags.exclude ?? [],
    tag: flags.tag,
  }
}

/** The flag of going back, for the commands that make a plan. */
export const floatingFlag = {
  'take-floating': Flags.boolean({
    summary: 'Let floating tags (2, latest) go to what is promoted, although --to has a higher version.',
  }),
}

/** A file for CI systems that show Markdown but have no step summary. */
export const reportFlag = {
  report: Flags.string({
    helpValue: 'FILE.md',
    summary: 'Also write the result, or the error, as Markdown into this file.',
  }),
}

/** The flag of every command that writes. */
export const yesFlag = {
  yes: Flags.boolean({
    char: 'y',
    summary:
      'Say yes beforehand, where the environment has confirm: true; needed where there is no terminal to ask at.',
  }),
}

/** The flags that pass a gate over, once. */
export const overrideFlags = {
  override: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'GATE',
    summary: 'Pass this gate over, once; with --reason. May be repeated. Recorded with who did it.',
  }),
  reason: Flags.string({ helpValue: 'TEXT', summary: 'Why a gate is passed over.' }),
}

/** The gates that a command line passes over. @throws PromoteError `usage` for one of the two flags without the other */
export function overridesOf({
  override = [],
  reason = '',
}: {
  readonly override?: readonly string[] | undefined
  readonly reason?: string | undefined
}): { readonly overrides?: Overrides } {
  const why = wordsOf(reason, 'reason')
  if (override.length === 0 && reason === '') return {}
  if (override.length === 0)
    throw usage('--reason says why a gate is passed over: --override GATE is missing.')
  if (why === '') throw usage('--override is recorded with its reason: --reason TEXT is missing.')
  return { overrides: { gates: override, reason: why } }
}

/** Flags of commands that promote. */
export const writeFlags = {
  ...yesFlag,
  'keep-going': Flags.boolean({
    summary:
      'Leave out what stands in the way, tag by tag, and go on with the rest; exit as for what was left out.',
  }),
  'no-wait': Flags.boolean({
    summary: 'Exit with 4, instead of waiting, where another run moves some of the same tags.',
  }),
}
