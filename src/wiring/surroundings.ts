import { relative } from 'node:path'
import type { ProgressListener } from '../model/progress.ts'

/** What the outside gives a run. */
export interface Surroundings {
  /** Absolute path of the current folder. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Aborts everything the run has under way. */
  readonly signal: AbortSignal
  /** Version of this tool. */
  readonly version: string
  /** Whether a person is at a terminal, whom a program of ours may ask. */
  readonly hasTerminal?: boolean
  readonly progress?: ProgressListener
  /** Is told of each request to a registry, without secrets: `GET https://… 200 12 ms`; and of what it waits for. */
  readonly onRequest?: (line: string) => void
}

/** A path as a person in `cwd` would name it: from there, where that is shorter. */
export function shown(path: string, cwd: string): string {
  const fromHere = relative(cwd, path)
  return fromHere === '' || fromHere.length >= path.length ? path : fromHere
}
