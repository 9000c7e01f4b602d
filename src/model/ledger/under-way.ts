import type { CallOptions } from '../../oci/store.ts'
import { isObject } from '../../support/json-object.ts'
import type { Purpose } from './entry.ts'

/** What a run tells others of itself while it is under way. */
export interface RunNotice {
  readonly actor: string
  /** URL of the CI run, where there is one. */
  readonly ci: string | null
  /** When it began, ISO 8601 in UTC. */
  readonly since: string
  /** Its process id on the machine it runs on. */
  readonly process: number
  /** Absent for a promotion. */
  readonly purpose?: Purpose['kind']
  readonly from: string
  readonly to: string
  /** What it is about, each `repository:tag` of the destination. */
  readonly tags: readonly string[]
}

/** Another run, certain to be alive; `notice` is undefined where what it says of itself cannot be read. */
export interface RunUnderWay {
  readonly notice: RunNotice | undefined
  /** Resolves as soon as it is over, however it ended. @throws the signal's reason */
  ended(options?: CallOptions): Promise<void>
}

/** What telling others of a run came to. */
export type Begun =
  /** From now on no other run is about any of its tags, until `end`; one that is killed has ended too. */
  | { readonly kind: 'begun'; end(): Promise<void> }
  /** Another run is about one of its tags, and nothing was told. */
  | { readonly kind: 'busy'; readonly other: RunUnderWay }

/** Whether two runs are about one tag. What cannot be read may be about any. */
export function isAboutSame(one: RunNotice | undefined, tags: readonly string[]): boolean {
  if (one === undefined) return true
  const own = new Set(one.tags)
  return tags.some((tag) => own.has(tag))
}

/** The living run that these tags are in the hands of. One that cannot be read may have any in its hands. */
export function runOver(
  alive: readonly RunUnderWay[],
  pins: readonly { readonly repository: string; readonly tag: string }[],
): RunUnderWay | undefined {
  const tags = pins.map(({ repository, tag }) => `${repository}:${tag}`)
  return alive.find(({ notice }) => isAboutSame(notice, tags))
}

/** That a run is under way, as a clause: `a promotion to prod by kari has been under way since 2026-11-24T10:58:11Z (process 4711)`. */
export function underWayText(notice: RunNotice | undefined): string {
  if (notice === undefined) return 'another promotion is under way'
  const { actor, ci, since, process, from, to, purpose } = notice
  const run = ci === null ? `process ${process}` : `process ${process}, ${ci}`
  // An older version does not say that it repairs.
  const kind = purpose ?? (from === to ? 'repair' : undefined)
  const what = kind === undefined ? `a promotion to ${to}` : `a ${kind} of ${to}`
  return `${what} by ${actor} has been under way since ${since.replace(/\.\d+Z$/, 'Z')} (${run})`
}

const PURPOSES: readonly Purpose['kind'][] = ['repair', 'rollback']

/** A notice as it was read from outside; undefined for anything else. */
export function toNotice(value: unknown): RunNotice | undefined {
  if (!isObject(value)) return undefined
  const { actor, ci, since, process, from, to, tags, purpose } = value
  const isText = [actor, since, from, to].every((text) => typeof text === 'string')
  const isList = Array.isArray(tags) && tags.every((tag) => typeof tag === 'string')
  const isWhole = isText && isList && (ci === null || typeof ci === 'string') && Number.isInteger(process)
  if (!isWhole) return undefined
  const known = PURPOSES.find((one) => one === purpose)
  // The checks above are what makes this cast true.
  const notice = { actor, ci, since, process, from, to, tags } as RunNotice
  return known === undefined ? notice : { ...notice, purpose: known }
}
