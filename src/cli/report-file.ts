import { writeFile } from 'node:fs/promises'
import { PromoteError } from '../support/errors.ts'
import { writeReason } from '../support/system-error.ts'

/** The file that `--report` names on a command line, also on one that could not be parsed; undefined without it. */
export function reportFileIn(argv: readonly string[]): string | undefined {
  const end = argv.indexOf('--')
  const flags = end < 0 ? argv : argv.slice(0, end)
  const joined = flags.find((word) => word.startsWith('--report='))
  if (joined !== undefined) return joined.slice('--report='.length)
  const at = flags.indexOf('--report')
  return at < 0 ? undefined : flags[at + 1]
}

/** Writes a report in place of what the file held. @throws PromoteError `disk` */
export async function writeReportFile(file: string, markdown: string): Promise<void> {
  try {
    await writeFile(file, markdown)
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause
    throw new PromoteError('disk', `The report ${file} could not be written: ${writeReason(cause)}.`, {
      hint: 'What the command did stands as it says above.',
      cause,
    })
  }
}
