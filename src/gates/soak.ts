import type { Gate, GatedStep } from '../model/gates/gate.ts'
import type { SoakRule } from '../model/gates/rules.ts'
import type { Verdict } from '../model/gates/verdict.ts'
import { type Arrival, arrivalsOf } from '../model/ledger/arrivals.ts'
import type { ImageConfig } from '../oci/image-config.ts'
import { createdOf } from './created.ts'
import { elapsedText, readyAt, wantedText } from './words.ts'

/** What a soak is counted from: how the digest came to the source, or what its config says. */
type SoakEvidence =
  | { readonly kind: 'outcome'; readonly arrival: Arrival | undefined }
  | { readonly kind: 'created'; readonly configs: readonly ImageConfig[] }

/** An image must have been in the environment it comes from for a while, so that what is wrong with it shows there first. */
export const soak = {
  name: 'soak',
  rules: ({ to }) => (to.gates.soak === undefined ? [] : [to.gates.soak]),
  asks: ({ from, to }) => (to.gates.soak === undefined ? '' : asksText(from.name, to.gates.soak)),
  async collect(step, read, options) {
    if (step.to.gates.soak?.since === 'created') {
      return { kind: 'created', configs: await read.images(step, options) }
    }
    const { image, digest, from } = step
    const arrivals = arrivalsOf(await read.entries(options))
    return { kind: 'outcome', arrival: arrivals.latest({ environment: from.name, image, digest }) }
  },
  judge(step, evidence, now) {
    const rule = step.to.gates.soak
    if (rule === undefined) return []
    const begin = beginOf(step, evidence, now)
    return [{ gate: 'soak', image: step.image, tag: step.tag, ...answer(step, rule, begin, now) }]
  },
} satisfies Gate<SoakEvidence>

function asksText(from: string, { forMs, since }: SoakRule): string {
  const wants = wantedText(forMs)
  return since === 'created' ? `${wants} since it was created` : `${wants} in ${from} since it came there`
}

/** Since when it soaks, or why that is not known. */
type Begin =
  | {
      readonly kind: 'since'
      readonly at: number
      readonly text: string
      readonly evidence: Verdict['evidence']
    }
  | { readonly kind: 'unknown'; readonly reason: string; readonly evidence: Verdict['evidence'] }

function beginOf({ from }: GatedStep, evidence: SoakEvidence, now: Date): Begin {
  if (evidence.kind === 'created') {
    const created = createdOf(evidence.configs, now)
    if (created.kind === 'unknown') {
      return { kind: 'unknown', reason: created.reason, evidence: { created: created.written } }
    }
    const at = created.last
    return { kind: 'since', at, text: 'It was created', evidence: { created: new Date(at).toISOString() } }
  }
  const { arrival } = evidence
  if (arrival === undefined) {
    const reason = `The ledger does not say since when it is in ${from.name}: no promotion brought it there.`
    return { kind: 'unknown', reason, evidence: { environment: from.name, entry: null, at: null } }
  }
  const { sequence: entry, at } = arrival
  const found = { environment: from.name, entry, at }
  if (at > now.toISOString()) {
    const reason = `The ledger has it in ${from.name} since ${at} (entry ${entry}), which is still to come: a clock is wrong.`
    return { kind: 'unknown', reason, evidence: found }
  }
  return { kind: 'since', at: Date.parse(at), text: `It has been in ${from.name} for`, evidence: found }
}

function answer(
  { to }: GatedStep,
  { forMs, since }: SoakRule,
  begin: Begin,
  now: Date,
): Omit<Verdict, 'gate' | 'image' | 'tag'> {
  const wants = wantedText(forMs)
  const evidence = { wants, since, ...begin.evidence }
  if (begin.kind === 'unknown') return { answer: 'unknown', reason: begin.reason, evidence }
  const passed = now.getTime() - begin.at
  const isReady = passed >= forMs
  const ago = since === 'created' ? ' ago' : ''
  return {
    answer: isReady ? 'pass' : 'deny',
    reason: `${begin.text} ${elapsedText(passed)}${ago}; ${to.name} wants ${wants}.`,
    evidence,
    ...(isReady ? {} : readyAt(begin.at + forMs)),
  }
}
