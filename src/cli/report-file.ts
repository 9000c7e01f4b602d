import { writeFile } from 'node:fs/promises'
import { PromoteError } from '../support/errors.ts'
import { writeReason } from '../support/system-error.ts'

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
