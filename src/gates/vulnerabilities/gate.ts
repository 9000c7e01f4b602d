import type { Gate, GatedStep } from '../../model/gates/gate.ts'
import type { VulnerabilitiesRule } from '../../model/gates/rules.ts'
import type { Verdict } from '../../model/gates/verdict.ts'
import { collectReports, type VulnerabilityEvidence } from './collect.ts'
import { uncovered } from './coverage.ts'
import { type CountingReport, selectReports } from './select.ts'
import { ageProblem, asksText, denialText, passText, shortened } from './sentences.ts'
import { SEVERITIES_SHOWN, type Weighed, weigh } from './weigh.ts'

/** Ids and digests that are recorded of each kind, the worst first. */
const RECORDED = 50

/**
 * What a scanner has found in an image must not be worse than is allowed. The scanner's report is attached to the image or
 * lies in a file. One that is about another image, cannot be read or is not there makes the answer unknown. Who wrote a
 * report is not looked at: that is for `signature`.
 */
export const vulnerabilities = {
  name: 'vulnerabilities',
  rules: ({ to: { gates } }) => (gates.vulnerabilities === undefined ? [] : [gates.vulnerabilities]),
  asks: ({ to: { gates } }) => (gates.vulnerabilities === undefined ? '' : asksText(gates.vulnerabilities)),
  async collect(step, read, options) {
    const rule = step.to.gates.vulnerabilities
    return rule === undefined ? null : collectReports(step, rule, read, options)
  },
  judge(step, evidence, now) {
    const rule = step.to.gates.vulnerabilities
    return rule === undefined || evidence === null ? [] : [verdictOf(step, rule, evidence, now)]
  },
} satisfies Gate<VulnerabilityEvidence | null>

function verdictOf(
  step: GatedStep,
  rule: VulnerabilitiesRule,
  evidence: VulnerabilityEvidence,
  now: Date,
): Verdict {
  const { image, names, found } = evidence
  const selection = selectReports(found, image, names)
  const weighed = weigh(
    selection.counting.flatMap(({ report }) => report.findings),
    rule,
    now,
  )
  const verdict = (answer: Verdict['answer'], reason: string): Verdict => ({
    gate: 'vulnerabilities',
    image: step.image,
    tag: step.tag,
    answer,
    reason,
    evidence: recorded(rule, selection.counting, weighed),
  })
  // What is known to be too much stays too much, whatever else could not be found out.
  if (weighed.tooMuch.length > 0) return verdict('deny', denialText(weighed, rule, step.to.name))
  const [problem, ...more] = [...evidence.problems, ...selection.problems]
  if (problem !== undefined) return verdict('unknown', more.length === 0 ? problem : `${problem} ${more[0]}`)
  const lacking = lackingText(step, rule, evidence, selection.counting)
  if (lacking !== undefined) return verdict('unknown', lacking)
  const old = ageProblem(selection.counting, rule, step.to.name, now)
  if (old !== undefined) return verdict(old.answer, old.reason)
  return verdict('pass', passText(weighed, rule, selection.counting))
}

/** Which parts no report is about, as a sentence. */
function lackingText(
  { from }: GatedStep,
  { report }: VulnerabilitiesRule,
  { image, where }: VulnerabilityEvidence,
  counting: readonly CountingReport[],
): string | undefined {
  const parts = uncovered(image, new Set(counting.map(({ covers }) => covers)))
  if (parts.length === 0) return undefined
  if (counting.length === 0) return `No report of the form ${report} ${where}.`
  const named = parts.slice(0, 4).map(({ platform, digest }) => platform ?? digest)
  return `No report of the form ${report} is about ${named.join(', ')}, which it has in ${from.name}.`
}

function recorded(
  { report, most }: VulnerabilitiesRule,
  counting: readonly CountingReport[],
  weighed: Weighed,
): Verdict['evidence'] {
  const counts = SEVERITIES_SHOWN.flatMap((severity) => {
    const count = weighed.bySeverity.get(severity) ?? 0
    return count === 0 ? [] : [`${count} ${severity}`]
  })
  return {
    form: report,
    most,
    reports: listed(counting.map(({ digest }) => digest)),
    tools: listed(counting.map((one) => one.report.tool)),
    madeAt: listed(counting.map((one) => one.report.madeAt)),
    found: listed(counts),
    tooMuch: listed(weighed.tooMuch.map(({ id }) => id)),
    excepted: listed(weighed.excepted),
  }
}

/** Each once, as far as it is recorded; null for none. */
function listed(texts: readonly (string | null)[]): string | null {
  const known = [...new Set(texts.filter((text) => text !== null))].slice(0, RECORDED)
  return known.length === 0 ? null : known.map(shortened).join(', ')
}
