import {
  type ApprovalEntry,
  type AttestationEntry,
  inStepOf,
  isOfPromotion,
  type LedgerEntry,
  type LedgerLine,
  type NewerEntry,
} from '../../../model/ledger/entry.ts'
import { isKept, outcomeOf } from '../../../model/ledger/outcome.ts'
import type {
  LedgerReferrer,
  LedgerStep,
  LedgerTag,
  OutcomeStep,
  OutcomeTag,
} from '../../../model/ledger/steps.ts'
import { shortDigest } from '../../../oci/digest.ts'
import { printable } from '../../../support/printable.ts'
import type { RenderOptions } from '../../options.ts'
import { abandonedTagText, tagResultText } from '../../words/promotion/tag-result.ts'
import { SIGNS } from '../../words/signs.ts'
import { releasedKind, whereText } from '../../words/standing.ts'
import { durationText, sizeText, timeText } from '../../words/units.ts'
import { alignColumns } from '../columns.ts'
import { type Palette, palette } from '../style.ts'
import { verdictLines } from '../trust/verdict.ts'
import { endOf } from './history.ts'

/**
 * One entry of the ledger in full: who, when, with which plan, each step with its tags, the verdicts, and its place in
 * the chain. For an entry that a newer version made: its place in the chain, and its kind.
 */
export function entryText(ledgerLine: LedgerLine, options: RenderOptions): string {
  const line = printable(ledgerLine)
  const paint = palette(options)
  const { mark, word } = endOf(line)
  const ended = paint.mark(mark, `${SIGNS[mark]} ${word}`)
  const title = paint.strong(`entry ${line.entry.sequence}`)
  if (line.kind === 'newer') {
    return [
      `${title}  ${ended}  made by a newer promote: ${line.reason}`,
      ...factLines([...idFacts(line.entry, options), ...chainFacts(line.entry)], paint),
      '',
    ].join('\n')
  }
  const { entry } = line
  const kind = entry.kind === 'intent' ? 'intent' : ended
  return [
    `${title}  ${whereText(entry)}  ${kind}`,
    ...factLines(facts(entry, options), paint),
    ...bodyLines(entry, options),
    '',
  ].join('\n')
}

type Facts = readonly (readonly [string, string])[]

function factLines(facts: Facts, paint: Palette): string[] {
  return alignColumns(
    facts.map(([name, value]) => [paint.faint(name), value]),
    { indent: '  ' },
  )
}

function idFacts({ id, at }: LedgerEntry | NewerEntry, options: RenderOptions): Facts {
  return [
    ['id', id],
    ['at', `${timeText(at, options)} (${at})`],
  ]
}

function chainFacts({ previous, hash }: LedgerEntry | NewerEntry): Facts {
  return [
    ['previous', previous ?? 'none: the first entry'],
    ['hash', hash],
  ]
}

function optional(name: string, value: string | null): Facts {
  return value === null ? [] : [[name, value]]
}

function facts(entry: LedgerEntry, options: RenderOptions): Facts {
  const { run } = entry
  return [
    ...idFacts(entry, options),
    ['actor', `${run.actor} (from ${run.actorFrom})`],
    ...optional('started by', run.startedBy ?? null),
    ...optional('ci', run.ci),
    ...optional('commit', run.commit),
    ['run', run.id],
    ['tool', run.tool],
    ...promotionFacts(entry),
    ...ownFacts(entry),
    ...chainFacts(entry),
  ]
}

function promotionFacts(entry: LedgerEntry): Facts {
  if (!isOfPromotion(entry)) return []
  const { plan, purpose } = entry
  return [
    ['plan', plan],
    ...(purpose === undefined ? [] : optional('for', `${purpose.kind}: ${purpose.reason}`)),
    ...(purpose?.kind === 'rollback' ? optional('back to', stateText(purpose.state)) : []),
  ]
}

/** The state that a rollback went back to. */
function stateText(state: number): string {
  return state === 0 ? 'before the first entry' : `after entry ${state}`
}

function ownFacts(entry: LedgerEntry): Facts {
  switch (entry.kind) {
    case 'intent':
      return []
    case 'outcome':
      return [
        ...outcomeOf(entry).intents.map((intent) => ['intent', intent] as const),
        ...(isKept(entry) ? [KEPT] : []),
      ]
    case 'abandon':
      return [
        ['intent', entry.intent],
        ['reason', entry.reason],
      ]
    case 'approval':
      return approvalFacts(entry)
    case 'hold':
      return [
        ['image', entry.image],
        ['digest', entry.digest ?? 'every one'],
        ['reason', entry.reason],
        ...optional('left by', entry.cause),
      ]
    case 'reject': {
      const { image, tag, environment, plan } = entry.named
      return [
        ...optional('image', image === null || tag === null ? image : `${image}:${tag}`),
        ...optional('found in', environment),
        ...optional('plan', plan),
        ['digest', entry.digest],
        ['reason', entry.reason],
      ]
    }
    case 'release':
      return [
        ...optional('image', entry.image),
        ['digest', entry.digest ?? 'every one'],
        ['of', `${releasedKind(entry)} ${entry.of}`],
        ['reason', entry.reason],
      ]
    case 'attestation':
      return [
        ['outcome', entry.outcome],
        ['config', entry.configDigest],
      ]
    default:
      return entry satisfies never
  }
}

function approvalFacts({ project, approvedAt, comment, signature }: ApprovalEntry): Facts {
  return [
    ['project', project],
    ['approved', approvedAt],
    ...(comment === null ? [] : [['comment', comment] as const]),
    ['signed', signature === null ? 'no: anybody can set a name' : `with the SSH key ${signature.key}`],
  ]
}

const KEPT = ['taken in', 'from a file beside the ledger, where its run had kept it'] as const

function bodyLines(entry: LedgerEntry, options: RenderOptions): string[] {
  const paint = palette(options)
  switch (entry.kind) {
    case 'intent':
      return [
        ...stepsLines(
          entry.steps,
          (step) => stepLines(step, 'planned', step.tags.map(tagText), paint),
          paint,
        ),
        ...inStepOf(entry).flatMap((step) => stepLines(step, 'unchanged', step.tags.map(tagText), paint)),
        ...verdictLines(entry.verdicts, options),
      ]
    case 'outcome':
      return [
        ...stepsLines(outcomeOf(entry).steps, (step) => outcomeStepLines(step, paint), paint),
        ...verdictLines(entry.verdicts, options),
        ...(entry.error === null ? [] : [`${paint.sign('denied')} ${entry.error}`]),
      ]
    case 'abandon':
      return [
        paint.strong('tags'),
        ...alignColumns(
          entry.tags.map((tag) => [tag.image, `${tag.repository}:${tag.tag}`, abandonedTagText(tag)]),
          { indent: '  ' },
        ),
      ]
    case 'attestation':
      return attestationLines(entry, paint)
    case 'approval':
      return [
        paint.strong('images'),
        ...alignColumns(
          entry.images.map(({ image, tag, digest, destination }) => [
            image,
            tag ?? '',
            digest,
            `to ${destination}`,
          ]),
          { indent: '  ' },
        ),
      ]
    case 'hold':
    case 'reject':
    case 'release':
      return []
    default:
      return entry satisfies never
  }
}

function attestationLines({ attestations }: AttestationEntry, paint: Palette): string[] {
  return [
    paint.strong('attestations'),
    ...attestations.flatMap(
      ({ image, destination, digest, as, predicateType, result, referrer, tag, error }) => {
        const mark = result === 'attached' ? 'done' : 'denied'
        return [
          `  ${paint.mark(mark, `${SIGNS[mark]} ${image}`)}  ${as} ${result}`,
          ...alignColumns(
            [
              ['to', destination],
              ['digest', digest],
              ['type', predicateType],
              ...(referrer === null ? [] : [['in', tag === null ? referrer : `${referrer} (tag ${tag})`]]),
              ...(error === null ? [] : [['error', error]]),
            ].map(([name = '', value = '']) => [paint.faint(name), value]),
            { indent: '      ' },
          ),
        ]
      },
    ),
  ]
}

function stepsLines<Step extends LedgerStep>(
  steps: readonly Step[],
  linesOf: (step: Step) => string[],
  paint: Palette,
): string[] {
  return steps.length === 0 ? [] : [paint.strong('steps'), ...steps.flatMap(linesOf)]
}

function outcomeStepLines(step: OutcomeStep, paint: Palette): string[] {
  return stepLines(step, step.outcome, step.tags.map(outcomeTagText), paint)
}

function stepLines(
  step: LedgerStep,
  outcome: 'planned' | OutcomeStep['outcome'],
  tags: readonly string[],
  paint: Palette,
): string[] {
  const failed = outcome === 'failed' || outcome === 'cancelled'
  const mark = failed ? 'denied' : outcome === 'unchanged' ? 'same' : 'done'
  const { mounted, copied, present } = step.blobs
  const moved = `${mounted} mounted, ${copied} copied (${sizeText(step.bytes)}), ${present} already there, ${durationText(step.milliseconds)}`
  return [
    `  ${paint.mark(mark, `${SIGNS[mark]} ${step.image}`)}  ${outcome}`,
    ...alignColumns(
      [
        ['from', step.source],
        ['to', step.destination],
        ['digest', step.digest],
        ...tags.map((tag) => ['tag', tag]),
        ...(step.current === true ? [['current', 'from here on']] : []),
        ...(step.takenOut ?? []).map((digest) => ['taken out', digest]),
        ...(step.referrers ?? []).map((referrer) => ['with', referrerText(referrer)]),
        ...(mounted + copied + present === 0 ? [] : [['blobs', moved]]),
      ].map(([name = '', value = '']) => [paint.faint(name), value]),
      { indent: '      ' },
    ),
  ]
}

function tagText({ tag, old, new: wanted }: LedgerTag): string {
  if (wanted === null)
    return old === null ? `${tag} (is gone)` : `${tag} (taken away, was ${shortDigest(old)})`
  return old === null
    ? `${tag} (new)`
    : old === wanted
      ? `${tag} (in step)`
      : `${tag} (was ${shortDigest(old)})`
}

function outcomeTagText(tag: OutcomeTag): string {
  return tag.result === 'moved' || tag.result === 'unchanged'
    ? tagText(tag)
    : `${tagText(tag)}: ${tagResultText(tag.result)}`
}

function referrerText({ kind, digest, tag }: LedgerReferrer): string {
  return tag === null ? `${kind} ${digest}` : `${kind} ${digest} (tag ${tag})`
}
