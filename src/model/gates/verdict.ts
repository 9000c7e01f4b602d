/** A gate's answer for one step; `unknown` denies. */
export interface Verdict {
  readonly gate: string
  readonly image: string
  readonly tag: string | null
  readonly answer: 'pass' | 'deny' | 'unknown'
  /** One sentence. */
  readonly reason: string
  /** What the answer rests on, as it goes into plan and ledger. */
  readonly evidence: Readonly<Record<string, string | number | boolean | null>>
  /** When it will pass if nothing else changes, ISO 8601 in UTC; absent where time alone changes nothing. */
  readonly readyAt?: string
  /** There where a person passed over an answer that was not `pass`, once, and why. */
  readonly overridden?: { readonly reason: string }
}

/** Whether nothing stands in the way: it passed, or a person passed it over. */
export function lets({ answer, overridden }: Verdict): boolean {
  return answer === 'pass' || overridden !== undefined
}

/** What stops a step that a gate did not let through, as a sentence. */
export function deniedText({ gate, reason }: Verdict, environment: string): string {
  return `The gate ${gate} denies ${environment}: ${reason}`
}
