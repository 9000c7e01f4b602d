import { SEVERITIES, type Severity } from '../../model/gates/rules.ts'

/** The severity of a finding; `unknown` where its scanner has none, or a word that nobody knows. */
export type FoundSeverity = Severity | 'unknown'

const WORDS: ReadonlyMap<string, Severity> = new Map([
  ...SEVERITIES.map((severity) => [severity, severity] as const),
  ['info', 'none'],
  ['informational', 'none'],
  ['minimal', 'negligible'],
  ['moderate', 'medium'],
  ['important', 'high'],
])

/** The severity that a scanner's word means, in any case of letters. */
export function severityOfWord(word: string): FoundSeverity {
  return WORDS.get(word.trim().toLowerCase()) ?? 'unknown'
}

/** The severity of a CVSS score, by the bands of version 3.1, section 5. */
export function severityOfScore(score: number): FoundSeverity {
  if (!(score >= 0 && score <= 10)) return 'unknown'
  if (score === 0) return 'none'
  if (score < 4) return 'low'
  if (score < 7) return 'medium'
  return score < 9 ? 'high' : 'critical'
}

/** Whether a finding is more than is allowed at most. One whose severity is not known is more than anything but `critical`. */
export function isWorse(found: FoundSeverity, most: Severity): boolean {
  return rankOf(found) > SEVERITIES.indexOf(most)
}

/** The worst of them, what is known before what is not; undefined for none. */
export function worstOf(severities: readonly FoundSeverity[]): FoundSeverity | undefined {
  const known = severities.filter((one): one is Severity => one !== 'unknown')
  if (known.length === 0) return severities[0]
  return SEVERITIES.findLast((severity) => known.includes(severity))
}

/** For sorting, the worst first: what is not known stands beside critical, behind it. */
export function bySeverity(one: FoundSeverity, other: FoundSeverity): number {
  return rankOf(other) - rankOf(one)
}

function rankOf(severity: FoundSeverity): number {
  return severity === 'unknown' ? SEVERITIES.indexOf('critical') - 0.5 : SEVERITIES.indexOf(severity)
}
