import type { LedgerEntry, LedgerReferrer, LedgerStep, LedgerTag } from '../../model/ledger/ledger.ts'
import { shortDigest } from '../../oci/digest.ts'
import { printable } from '../../support/printable.ts'
import type { RenderOptions } from '../options.ts'
import { durationText, sizeText, timeText } from '../words/units.ts'
import { alignColumns } from './columns.ts'
import { endOf } from './history.ts'
import { type Palette, palette, SIGNS } from './style.ts'
import { verdictLines } from './verdict.ts'

/** One entry of the ledger in full: who, when, with which plan, each step with its tags, the verdicts, and its place in the chain. */
export function entryText(ledgerEntry: LedgerEntry, options: RenderOptions): string {
  const entry = printable(ledgerEntry)
  const paint = palette(options)
  const { mark, word } = endOf(entry)
  const kind = entry.kind === 'intent' ? 'intent' : paint.mark(mark, `${SIGNS[mark]} ${word}`)
  return [
    `${paint.strong(`entry ${entry.sequence}`)}  ${entry.from} → ${entry.to}  ${kind}`,
    ...alignColumns(
      facts(entry, options).map(([name, value]) => [paint.faint(name), value]),
      { indent: '  ' },
    ),
    ...(entry.steps.length === 0 ? [] : [paint.strong('steps')]),
    ...entry.steps.flatMap((step) => stepLines(step, paint)),
    ...verdictLines(entry.verdicts, options),
    ...(entry.error === null ? [] : [`${paint.sign('denied')} ${entry.error}`]),
    '',
  ].join('\n')
}

function facts(entry: LedgerEntry, options: RenderOptions): (readonly [string, string])[] {
  const { run } = entry
  const optional = (name: string, value: string | null): (readonly [string, string])[] =>
    value === null ? [] : [[name, value]]
  return [
    ['id', entry.id],
    ['at', `${timeText(entry.at, options)} (${entry.at})`],
    ['actor', `${run.actor} (from ${run.actorFrom})`],
    ...optional('started by', run.startedBy ?? null),
    ...optional('ci', run.ci),
    ...optional('commit', run.commit),
    ['run', run.id],
    ['tool', run.tool],
    ['plan', entry.plan],
    ...optional('closes', entry.intent),
    ['previous', entry.previous ?? 'none: the first entry'],
    ['hash', entry.hash],
  ]
}

function stepLines(step: LedgerStep, paint: Palette): string[] {
  const failed = step.outcome === 'failed' || step.outcome === 'cancelled'
  const mark = failed ? 'denied' : step.outcome === 'unchanged' ? 'same' : 'done'
  const { mounted, copied, present } = step.blobs
  const moved = `${mounted} mounted, ${copied} copied (${sizeText(step.bytes)}), ${present} already there, ${durationText(step.milliseconds)}`
  return [
    `  ${paint.mark(mark, `${SIGNS[mark]} ${step.image}`)}  ${step.outcome}`,
    ...alignColumns(
      [
        ['from', step.source],
        ['to', step.destination],
        ['digest', step.digest],
        ...step.tags.map((tag) => ['tag', tagText(tag)]),
        ...(step.referrers ?? []).map((referrer) => ['with', referrerText(referrer)]),
        ...(mounted + copied + present === 0 ? [] : [['blobs', moved]]),
      ].map(([name = '', value = '']) => [paint.faint(name), value]),
      { indent: '      ' },
    ),
  ]
}

function tagText({ tag, old, new: wanted }: LedgerTag): string {
  return old === null
    ? `${tag} (new)`
    : old === wanted
      ? `${tag} (in step)`
      : `${tag} (was ${shortDigest(old)})`
}

function referrerText({ kind, digest, tag }: LedgerReferrer): string {
  return tag === null ? `${kind} ${digest}` : `${kind} ${digest} (tag ${tag})`
}
