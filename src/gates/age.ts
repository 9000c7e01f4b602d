import type { Gate, GatedStep } from '../model/gates/gate.ts'
import type { AgeRule } from '../model/gates/rules.ts'
import type { Verdict } from '../model/gates/verdict.ts'
import type { ImageConfig } from '../oci/image-config.ts'
import { type Created, createdOf } from './created.ts'
import { elapsedText, readyAt, wantedText } from './words.ts'

/** How old an image is: at most, so that what nobody has rebuilt is not promoted, and at least. Of an index each image counts. */
export const age = {
  name: 'age',
  rules: ({ to }) => (to.gates.age === undefined ? [] : [to.gates.age]),
  asks: ({ to }) => (to.gates.age === undefined ? '' : asksText(to.gates.age)),
  collect: (step, read, options) => read.images(step, options),
  judge(step, configs, now) {
    const rule = step.to.gates.age
    if (rule === undefined) return []
    return [
      { gate: 'age', image: step.image, tag: step.tag, ...answer(step, rule, createdOf(configs, now), now) },
    ]
  },
} satisfies Gate<readonly ImageConfig[]>

function asksText({ mostMs, leastMs }: AgeRule): string {
  const least = leastMs === undefined ? [] : [`at least ${wantedText(leastMs)}`]
  const most = mostMs === undefined ? [] : [`at most ${wantedText(mostMs)}`]
  return `it was created ${[...least, ...most].join(' and ')} ago`
}

function answer(
  { to }: GatedStep,
  { mostMs, leastMs }: AgeRule,
  created: Created,
  now: Date,
): Omit<Verdict, 'gate' | 'image' | 'tag'> {
  const wanted = {
    most: mostMs === undefined ? null : wantedText(mostMs),
    least: leastMs === undefined ? null : wantedText(leastMs),
  }
  if (created.kind === 'unknown') {
    return { answer: 'unknown', reason: created.reason, evidence: { ...wanted, created: created.written } }
  }
  const oldest = now.getTime() - created.first
  const youngest = now.getTime() - created.last
  const evidence = { ...wanted, created: new Date(created.first).toISOString() }
  if (mostMs !== undefined && oldest > mostMs) {
    const reason = `It was created ${elapsedText(oldest)} ago; ${to.name} takes nothing older than ${wanted.most}.`
    return { answer: 'deny', reason, evidence }
  }
  if (leastMs !== undefined && youngest < leastMs) {
    const ready = created.last + leastMs
    // By then another part of it may be too old.
    const isEver = mostMs === undefined || ready - created.first <= mostMs
    return {
      answer: 'deny',
      reason: `It was created ${elapsedText(youngest)} ago; ${to.name} wants ${wanted.least}.`,
      evidence: { ...evidence, created: new Date(created.last).toISOString() },
      ...(isEver ? readyAt(ready) : {}),
    }
  }
  return { answer: 'pass', reason: `It was created ${elapsedText(oldest)} ago.`, evidence }
}
