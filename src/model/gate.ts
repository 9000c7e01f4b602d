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
}
