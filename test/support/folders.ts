import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A new folder that is removed when the running test ends. */
export async function temporaryFolder(within: string = tmpdir()): Promise<string> {
  const folder = await mkdtemp(join(within, 'promote-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}
