import * as Flags from '@oclif/core/flags'

/** Where from and where to. */
export const routeFlags = {
  from: Flags.string({ helpValue: 'ENV', summary: 'Environment to promote from.' }),
  to: Flags.string({ helpValue: 'ENV', summary: 'Environment to promote to.' }),
}

/** Images that cannot be told from a command by their name. */
export const imageFlag = {
  image: Flags.string({
    multiple: true,
    helpValue: 'IMAGE',
    summary: 'An image, as the arguments name it; for one that is called like a command.',
  }),
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

/** Flags of commands that promote. */
export const writeFlags = {
  ...yesFlag,
  'keep-going': Flags.boolean({
    summary:
      'Leave out what cannot be promoted, tag by tag, and promote the rest; exit as for what was left out.',
  }),
}
