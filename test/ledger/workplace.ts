import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Clock } from '../../src/support/clock.ts'

/** A clock that goes on by one second with each look. */
export function tickingClock(begin = Date.UTC(2026, 0, 2, 3, 4, 5, 6)): Clock {
  let now = begin
  return {
    now: () => {
      const date = new Date(now)
      now += 1_000
      return date
    },
  }
}

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'promote-ledger-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}
