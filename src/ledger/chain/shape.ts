import type { EntryKind, LedgerLine, NewerEntry } from '../../model/ledger/entry.ts'
import { isObject } from '../../support/json-object.ts'
import {
  amount,
  type Check,
  count,
  digest,
  identifier,
  list,
  mapOf,
  nothing,
  object,
  oneOf,
  orNull,
  place,
  scalar,
  text,
  time,
  word,
} from './check.ts'

/** The format version that entries are written in; all below it are read. */
export const FORMAT_VERSION = 2

/** What parsed JSON is, going by its shape alone: a line of a ledger, or a phrase that says why it is none. */
export type Shaped =
  | { readonly ok: true; readonly line: LedgerLine }
  | { readonly ok: false; readonly fault: string }

/**
 * Judges the shape of an entry; its hash and its place in the chain are not judged. The same rules as
 * `schemas/ledger-entry.schema.json`, which the tests hold it to. An entry whose envelope is right and that has a higher
 * format version, a kind, a field or a word that this version does not know was made by a newer one.
 */
export function shapeOf(value: unknown): Shaped {
  if (!isObject(value)) return { ok: false, fault: 'it is no JSON object' }
  const unknown: string[] = []
  const newer = (what: string): void => void unknown.push(what)
  const fault = ENVELOPE(value, '', () => {}) ?? contentFault(value, newer)
  if (fault !== undefined) return { ok: false, fault }
  const [what] = unknown
  // The checks above are what makes these casts true.
  return what === undefined
    ? { ok: true, line: { kind: 'entry', entry: value as never } }
    : { ok: true, line: { kind: 'newer', entry: value as NewerEntry, reason: `${what} is not known` } }
}

/** Whether this is an entry that this version knows. */
export function isKnownEntry(value: unknown): boolean {
  const shaped = shapeOf(value)
  return shaped.ok && shaped.line.kind === 'entry'
}

function contentFault(
  value: Readonly<Record<string, unknown>>,
  newer: (what: string) => void,
): string | undefined {
  const { formatVersion, kind } = value
  if (Number(formatVersion) > FORMAT_VERSION) {
    newer(`format version ${formatVersion}`)
    return undefined
  }
  const checks: Readonly<Record<string, Check>> = formatVersion === 1 ? FIRST_KINDS : KINDS
  const check = Object.hasOwn(checks, String(kind)) ? checks[String(kind)] : undefined
  if (check === undefined) {
    newer(`the kind "${kind}"`)
    return undefined
  }
  return check(value, '', newer)
}

const PLACE = {
  formatVersion: place,
  id: identifier,
  sequence: place,
  previous: orNull(digest),
  at: time,
  kind: word,
  hash: digest,
}

const ENVELOPE = object(PLACE)

const STEP = {
  image: word,
  source: word,
  digest,
  destination: word,
  blobs: object({ mounted: count, copied: count, present: count }),
  bytes: count,
  milliseconds: amount,
}

const COMES_ALONG = {
  referrers: list(object({ digest, subject: digest, kind: word, tag: orNull(word) })),
}

const TAG = { tag: word, old: orNull(digest), new: orNull(digest) }
const FIRST_TAG = { ...TAG, new: digest }

const MAY_HAVE = { ...COMES_ALONG, current: yes, takenOut: list(digest) }

const INTENT_STEP = object({ ...STEP, tags: list(object(TAG)) }, MAY_HAVE)

const TAG_RESULTS = [
  'moved',
  'unchanged',
  'restored',
  'left',
  'failed',
  'overtaken',
  'not-begun',
  'left-out',
  'stays',
  'unknown',
]

const FIRST_OUTCOMES = ['promoted', 'completed', 'unchanged', 'failed', 'restored', 'left', 'cancelled']
const OUTCOMES = [...FIRST_OUTCOMES, 'partial', 'recorded', 'repaired', 'rolled-back']
const PURPOSES = ['repair', 'rollback']
const RESULTS = ['done', 'failed', 'cancelled']
const ATTESTATION_FORMS = ['record', 'summary']
const ATTESTATION_RESULTS = ['attached', 'failed', 'gone']

const VERDICT = object(
  {
    gate: word,
    image: word,
    tag: orNull(word),
    answer: oneOf('pass', 'deny', 'unknown'),
    reason: text,
    evidence: mapOf(scalar),
  },
  { readyAt: time, overridden: object({ reason: word }) },
)

const RUN = object(
  {
    id: word,
    actor: word,
    actorFrom: word,
    ci: orNull(text),
    commit: orNull(text),
    tool: word,
  },
  { startedBy: word },
)

const FACTS = {
  ...PLACE,
  run: RUN,
  plan: digest,
  from: word,
  to: word,
}

const NO_PROMOTION = { purpose: object({ kind: oneOf(...PURPOSES), reason: word }, { state: count }) }

const KINDS: Readonly<Record<EntryKind, Check>> = {
  intent: object(
    {
      ...FACTS,
      steps: list(INTENT_STEP),
      verdicts: list(VERDICT),
    },
    { ...NO_PROMOTION, inStep: list(INTENT_STEP) },
  ),
  outcome: object(
    {
      ...FACTS,
      intents: list(identifier),
      steps: list(
        object(
          {
            ...STEP,
            tags: list(object({ ...TAG, result: oneOf(...TAG_RESULTS) })),
            outcome: oneOf(...OUTCOMES),
          },
          MAY_HAVE,
        ),
      ),
      verdicts: list(VERDICT),
      result: oneOf(...RESULTS),
      error: orNull(text),
    },
    { ...NO_PROMOTION, kept: yes },
  ),
  abandon: object(
    {
      ...FACTS,
      intent: identifier,
      reason: word,
      tags: list(object({ image: word, repository: word, tag: word, wanted: orNull(digest), holds: held })),
    },
    NO_PROMOTION,
  ),
  attestation: object(
    {
      ...FACTS,
      outcome: identifier,
      configDigest: digest,
      attestations: list(
        object({
          image: word,
          destination: word,
          digest,
          as: oneOf(...ATTESTATION_FORMS),
          predicateType: word,
          result: oneOf(...ATTESTATION_RESULTS),
          referrer: orNull(digest),
          content: orNull(digest),
          tag: orNull(word),
          key: orNull(word),
          error: orNull(text),
        }),
      ),
    },
    NO_PROMOTION,
  ),
  approval: object(
    {
      ...FACTS,
      project: word,
      approvedAt: time,
      comment: orNull(word),
      images: list(object({ image: word, tag: orNull(word), digest, destination: word })),
      signature: orNull(object({ statement: word, sshsig: word, key: word })),
    },
    NO_PROMOTION,
  ),
  hold: object({
    ...PLACE,
    run: RUN,
    environment: word,
    image: word,
    digest: orNull(digest),
    reason: word,
    cause: orNull(identifier),
  }),
  reject: object({
    ...PLACE,
    run: RUN,
    digest,
    named: object({
      image: orNull(word),
      tag: orNull(word),
      environment: orNull(word),
      plan: orNull(digest),
    }),
    reason: word,
  }),
  release: object({
    ...PLACE,
    run: RUN,
    of: identifier,
    environment: orNull(word),
    image: orNull(word),
    digest: orNull(digest),
    reason: word,
  }),
}

/**
 * Every kind and word that this version knows: what another version noted of a ledger can be believed only where it knew the
 * same, for it may have passed over what this one cannot read.
 */
export const VOCABULARY = [
  String(FORMAT_VERSION),
  ...Object.keys(KINDS),
  ...TAG_RESULTS,
  ...OUTCOMES,
  ...RESULTS,
  ...PURPOSES,
  ...ATTESTATION_FORMS,
  ...ATTESTATION_RESULTS,
].join(' ')

/** Format version 1: every entry had every field. */
const FIRST_KINDS: Readonly<Record<'intent' | 'outcome', Check>> = {
  intent: object({
    ...FACTS,
    intent: nothing,
    steps: list(object({ ...STEP, tags: list(object(FIRST_TAG)), outcome: oneOf('planned') }, COMES_ALONG)),
    verdicts: list(VERDICT),
    result: nothing,
    error: orNull(text),
  }),
  outcome: object({
    ...FACTS,
    intent: orNull(identifier),
    steps: list(
      object({ ...STEP, tags: list(object(FIRST_TAG)), outcome: oneOf(...FIRST_OUTCOMES) }, COMES_ALONG),
    ),
    verdicts: list(VERDICT),
    result: oneOf(...RESULTS),
    error: orNull(text),
  }),
}

function yes(value: unknown, where: string): string | undefined {
  return value === true ? undefined : `${where} is not true`
}

function held(value: unknown, where: string): string | undefined {
  return value === null || value === 'unknown' ? undefined : digest(value, where, () => {})
}
