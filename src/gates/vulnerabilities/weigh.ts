import { SEVERITIES, type VulnerabilitiesRule, type VulnerabilityException } from '../../model/gates/rules.ts'
import type { Finding } from './report.ts'
import { bySeverity, type FoundSeverity, isWorse, worstOf } from './severity.ts'

/** What is allowed of vulnerabilities. */
export type Allowance = Pick<VulnerabilitiesRule, 'most' | 'except'>

/** What findings come to. */
export interface Weighed {
  /** Each id once, the worst first. */
  readonly tooMuch: readonly WeighedFinding[]
  /** Ids that only an exception allows. */
  readonly excepted: readonly string[]
  /** How many vulnerabilities there are, each id once. */
  readonly count: number
  readonly bySeverity: ReadonlyMap<FoundSeverity, number>
  /** The worst of those that are allowed without an exception. */
  readonly worst: FoundSeverity | undefined
}

/** A vulnerability with all the packages it is in. */
export interface WeighedFinding {
  readonly id: string
  readonly severity: FoundSeverity
  readonly packages: readonly string[]
  /** The last day of an exception that has run out; null where there was none. */
  readonly ended: string | null
}

/** Compares findings with what is allowed now. */
export function weigh(findings: readonly Finding[], allowance: Allowance, now: Date): Weighed {
  const each = byId(findings)
  const worse = each.filter(({ severity }) => isWorse(severity, allowance.most))
  const exceptionsOf = (one: MergedFinding): readonly VulnerabilityException[] =>
    allowance.except.filter(({ id }) => one.ids.has(id.toLowerCase()))
  const isExcepted = (one: MergedFinding): boolean => exceptionsOf(one).some((each) => isRunning(each, now))
  const allowed = each.filter(({ severity }) => !isWorse(severity, allowance.most))
  return {
    tooMuch: worse
      .filter((one) => !isExcepted(one))
      .toSorted((one, other) => bySeverity(one.severity, other.severity) || (one.id < other.id ? -1 : 1))
      .map((one) => ({
        id: one.id,
        severity: one.severity,
        packages: [...one.packages],
        ended:
          exceptionsOf(one)
            .map(({ until }) => until)
            .toSorted()
            .at(-1) ?? null,
      })),
    excepted: worse
      .filter(isExcepted)
      .map(({ id }) => id)
      .toSorted(),
    count: each.length,
    bySeverity: counted(each.map(({ severity }) => severity)),
    worst: worstOf(allowed.map(({ severity }) => severity)),
  }
}

/** Severities as they are counted for a reader, the worst first. */
export const SEVERITIES_SHOWN: readonly FoundSeverity[] = [...SEVERITIES.toReversed(), 'unknown']

function counted(severities: readonly FoundSeverity[]): ReadonlyMap<FoundSeverity, number> {
  const counts = new Map<FoundSeverity, number>()
  for (const severity of severities) counts.set(severity, (counts.get(severity) ?? 0) + 1)
  return counts
}

/** Whether an exception still counts: to the end of its last day, in UTC. */
function isRunning({ until }: VulnerabilityException, now: Date): boolean {
  return now.toISOString().slice(0, 10) <= until
}

interface MergedFinding {
  readonly id: string
  /** In small letters. */
  readonly ids: ReadonlySet<string>
  readonly severity: FoundSeverity
  readonly packages: ReadonlySet<string>
}

/** One for each id, with the worst severity and all packages it was found with. */
function byId(findings: readonly Finding[]): readonly MergedFinding[] {
  const merged = new Map<
    string,
    { readonly ids: Set<string>; readonly packages: Set<string>; severity: FoundSeverity }
  >()
  for (const { id, aliases, severity, package: name } of findings) {
    const known = merged.get(id) ?? { ids: new Set([id.toLowerCase()]), packages: new Set(), severity }
    if (bySeverity(severity, known.severity) < 0) known.severity = severity
    for (const alias of aliases) known.ids.add(alias.toLowerCase())
    if (name !== null) known.packages.add(name)
    merged.set(id, known)
  }
  return [...merged].map(([id, one]) => ({ id, ...one }))
}
