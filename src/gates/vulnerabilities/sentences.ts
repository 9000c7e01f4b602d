import type { VulnerabilitiesRule } from '../../model/gates/rules.ts'
import type { Verdict } from '../../model/gates/verdict.ts'
import type { CountingReport } from './select.ts'
import type { Allowance, Weighed, WeighedFinding } from './weigh.ts'

/** Ids that a sentence names before it counts the rest. */
const NAMED = 4

/** What the gate asks for, as a phrase. */
export function asksText({ report, file, most, maxAgeMs, except }: VulnerabilitiesRule): string {
  const where = file === undefined ? 'attached' : 'in a file'
  const age = maxAgeMs === undefined ? '' : `, ${durationText(maxAgeMs)} old at most`
  const excepted = except.length === 0 ? '' : `, ${except.length} excepted`
  const worst = most === 'none' ? 'no vulnerability' : `${most} at most`
  return `${worst} in a report of the form ${report} (${where}${age})${excepted}`
}

/** Why vulnerabilities deny, as a sentence. */
export function denialText({ tooMuch }: Weighed, { most }: Allowance, environment: string): string {
  const named = tooMuch.slice(0, NAMED).map(findingText).join(', ')
  const more = tooMuch.length > NAMED ? ` and ${tooMuch.length - NAMED} more` : ''
  const few = tooMuch.length === 1 ? '1 vulnerability is' : `${tooMuch.length} vulnerabilities are`
  const allowed = most === 'none' ? 'none' : `${most} at most`
  return `${few} worse than ${environment} allows (${allowed}): ${named}${more}.`
}

/** What is there and allowed, as a sentence. */
export function passText(weighed: Weighed, { most }: Allowance, reports: readonly CountingReport[]): string {
  const { count, worst, excepted } = weighed
  const tools = [...new Set(reports.map(({ report }) => report.tool ?? report.format))].map(shortened)
  if (count === 0) return `${tools.join(' and ')} found no vulnerability.`
  const found = `${tools.join(' and ')} found ${count === 1 ? '1 vulnerability' : `${count} vulnerabilities`}`
  const allowed = worst === undefined ? '' : `, ${worst} at most where ${most} is allowed`
  const except = excepted.length === 0 ? '' : `; allowed by exception: ${excepted.map(shortened).join(', ')}`
  return `${found}${allowed}${except}.`
}

function findingText({ id, severity, packages, ended }: WeighedFinding): string {
  const [first] = packages
  const more = packages.length > 1 ? ` and ${packages.length - 1} more` : ''
  const where = first === undefined ? '' : `, ${shortened(first)}${more}`
  const over = ended === null ? '' : `, its exception ended on ${ended}`
  return `${shortened(id)} (${severity}${where}${over})`
}

/** Milliseconds that clocks of two machines may differ. */
const CLOCK_SKEW = 10 * 60_000

/** What is wrong with the age of a report; undefined where nothing is, or nobody asked. */
export function ageProblem(
  reports: readonly CountingReport[],
  { maxAgeMs }: VulnerabilitiesRule,
  environment: string,
  now: Date,
): Pick<Verdict, 'answer' | 'reason'> | undefined {
  for (const { name, report } of reports) {
    const age = report.madeAt === null ? undefined : now.getTime() - Date.parse(report.madeAt)
    if (age !== undefined && age < -CLOCK_SKEW) {
      return {
        answer: 'unknown',
        reason: `${name} says that it was made later than now, at ${report.madeAt}.`,
      }
    }
    if (maxAgeMs === undefined) continue
    const allowed = `${environment} allows ${durationText(maxAgeMs)}`
    if (age === undefined) {
      return { answer: 'unknown', reason: `${name} does not say when it was made; ${allowed}.` }
    }
    if (age > maxAgeMs) return { answer: 'deny', reason: `${name} is ${durationText(age)} old; ${allowed}.` }
  }
  return undefined
}

/** In whole days from two days on, else in hours or minutes. */
function durationText(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000)
  if (minutes < 120) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`
}

/** A name out of a report, which a stranger wrote, at no more than 80 characters. */
export function shortened(name: string): string {
  return name.length > 80 ? `${name.slice(0, 79)}…` : name
}
