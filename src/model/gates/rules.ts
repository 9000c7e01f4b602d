import type { ReferrersRule } from '../referrers.ts'

/** What a gate can be asked about. */
export type GatePurpose = 'promotion' | 'rollback'

/** What every rule of a gate has. */
export interface GateRule {
  /** What it is asked about; promotions alone unless the file says otherwise. */
  readonly appliesTo: readonly GatePurpose[]
  /** Whether `--override` may pass it once. */
  readonly overridable: boolean
}

/** A file that a rule names, with its content: it is part of the config digest. */
export interface NamedFile {
  /** As the promotion file has it, after `${VAR}`: for messages. */
  readonly name: string
  /** Absolute path. */
  readonly path: string
  readonly text: string
}

/** `order`: where the content must be, or how it must have come there. */
export interface OrderRule extends GateRule {
  readonly require: 'present' | 'ledger'
}

/** `soak`: how long a digest must have been in the source. */
export interface SoakRule extends GateRule {
  readonly forMs: number
  readonly since: 'outcome' | 'created'
}

/** `freeze`: when nothing is promoted. */
export interface FreezeRule extends GateRule {
  /** An IANA name. */
  readonly timezone: string
  /** As written; checked when the file is read. */
  readonly windows: readonly string[]
}

/** Who may have signed. */
export type Signer = {
  /** What they must have attested, where a signature is not what is asked for: an in-toto predicate type. */
  readonly predicateType?: string
} & (
  | { readonly kind: 'key'; readonly key: NamedFile }
  | {
      readonly kind: 'keyless'
      /** The identity, or a regular expression (RE2) for all of it. */
      readonly identity: string
      readonly issuer: string
      readonly trustedRoot: NamedFile
    }
)

/** `signature`: who must have signed the image. */
export interface SignatureRule extends GateRule {
  /** Whether one of them is enough. */
  readonly anyOf: boolean
  readonly signers: readonly Signer[]
}

/** `referrers` and `platforms`: what must be there. */
export interface RequireRule extends GateRule {
  readonly require: readonly string[]
}

/** `labels`: for each label the values and globs of which one must match. */
export interface LabelsRule extends GateRule {
  readonly match: Readonly<Record<string, readonly string[]>>
}

/** `age`: how old an image may be at most, and must be at least. */
export interface AgeRule extends GateRule {
  readonly mostMs?: number
  readonly leastMs?: number
}

/** How severe a finding is, mildest first. */
export const SEVERITIES = ['none', 'negligible', 'low', 'medium', 'high', 'critical'] as const

/** One of {@link SEVERITIES}. */
export type Severity = (typeof SEVERITIES)[number]

/** Forms of a scanner's report; `in-toto` is the predicate `https://in-toto.io/attestation/vulns`. */
export type ReportFormat = 'sarif' | 'trivy' | 'grype' | 'cyclonedx' | 'in-toto'

/** A vulnerability that may be there for some time. */
export interface VulnerabilityException {
  /** Any of its ids. */
  readonly id: string
  /** The last day in UTC on which it holds, `YYYY-MM-DD`. */
  readonly until: string
  readonly reason?: string
}

/** `vulnerabilities`: what a scanner's report may say at most. */
export interface VulnerabilitiesRule extends GateRule {
  readonly report: ReportFormat
  /** Absolute path with `{image}`, `{flat}`, `{name}` and `{digest}` still in it; absent where the report is attached to the image. */
  readonly file?: string
  readonly most: Severity
  /** How old the report may be, in milliseconds. */
  readonly maxAgeMs?: number
  readonly except: readonly VulnerabilityException[]
}

/** `approvals`: how many people must approve the plan. */
export interface ApprovalsRule extends GateRule {
  readonly count: number
  /** Only signatures of these count; absent where a name is enough. */
  readonly allowedSigners?: NamedFile
  readonly revoked?: NamedFile
  /** Whether the plan's author counts. */
  readonly selfApproval: boolean
  /** How long an approval counts, in milliseconds; as long as the plan where it is absent. */
  readonly validForMs?: number
}

/** One program of `command`. */
export interface CommandRule extends GateRule {
  readonly run: readonly string[]
  /** What messages call it. */
  readonly name: string
  readonly shell: boolean
  /** Names of variables of this process that it gets beside those that every program gets. */
  readonly env: readonly string[]
  readonly timeoutMs: number
}

/** The rules of an environment's gates, as far as its promotion file has them. */
export interface GateRules {
  /** Always there: `present` unless the file says more. */
  readonly order: OrderRule
  readonly soak?: SoakRule
  readonly freeze?: FreezeRule
  readonly signature?: SignatureRule
  readonly referrers?: RequireRule
  readonly platforms?: RequireRule
  readonly labels?: LabelsRule
  readonly age?: AgeRule
  readonly vulnerabilities?: VulnerabilitiesRule
  readonly approvals?: ApprovalsRule
  readonly command?: readonly CommandRule[]
}

/** A rule that says nothing of what it applies to. */
export const PLAIN_RULE: GateRule = { appliesTo: ['promotion'], overridable: true }

/** The rules of an environment that names no gates. Content must be in the source, for a rollback too. */
export const NO_GATES: GateRules = {
  order: { appliesTo: ['promotion'], overridable: false, require: 'present' },
}

/** The rule behind `referrers.require` of an environment: always asked, never passed over. */
export function requiredReferrers({ require }: ReferrersRule): RequireRule {
  return { appliesTo: ['promotion', 'rollback'], overridable: false, require }
}
