import { type Digest, isDigest } from '../../oci/digest.ts'
import { lets, type Verdict } from '../gates/verdict.ts'
import { type AttestedStep, versionOf } from './record.ts'
import { digestSet, type Resource, type Statement, statementAbout } from './statement.ts'

/** Predicate type of a SLSA verification summary. SLSA 1.2, "Verification Summary Attestation". */
export const SUMMARY_TYPE = 'https://slsa.dev/verification_summary/v1'

/** Who verified, unless the promotion file says another. Consumers pin it beside the key and the resource. */
export const DEFAULT_VERIFIER = 'urn:promote:verifier'

/** The fields of a verification summary that are written here. */
export interface VerificationSummary {
  readonly verifier: { readonly id: string; readonly version: Readonly<Record<string, string>> }
  readonly timeVerified: string
  readonly resourceUri: string
  readonly policy: Resource
  readonly inputAttestations?: readonly Resource[]
  readonly verificationResult: 'PASSED'
  readonly verifiedLevels: readonly string[]
  readonly slsaVersion: string
}

/** What a summary rests on. */
export interface Judged {
  readonly configDigest: Digest
  /** The answers of the gates about this step. */
  readonly verdicts: readonly Verdict[]
  /** When they were asked, ISO 8601. */
  readonly at: string
}

/**
 * That an image passed every gate on its way into one repository; undefined where it did not: one that failed is never
 * attached. Pure.
 * @param verifier who says so, as a URI
 */
export function summaryStatement(
  { project, outcome, step }: Pick<AttestedStep, 'project' | 'outcome' | 'step'>,
  judged: Judged,
  verifier: string,
): Statement<VerificationSummary> | undefined {
  const { digest, destination } = step
  const { verdicts } = judged
  if (!verdicts.every(lets)) return undefined
  const isOverridden = verdicts.some(({ answer }) => answer !== 'pass')
  const read = readDigests(digest, verdicts)
  return statementAbout({ repository: destination, digest }, SUMMARY_TYPE, {
    verifier: { id: verifier, version: { promote: versionOf(outcome.run.tool) } },
    timeVerified: judged.at,
    resourceUri: destination,
    policy: {
      uri: `urn:promote:promotion-file:${encodeURIComponent(project)}`,
      digest: digestSet(judged.configDigest),
    },
    ...(read.length === 0
      ? {}
      : { inputAttestations: read.map((one) => ({ uri: `${destination}@${one}`, digest: digestSet(one) })) }),
    verificationResult: 'PASSED',
    verifiedLevels: [
      'SLSA_BUILD_LEVEL_UNEVALUATED',
      promotedLevel(outcome.to),
      ...(isOverridden ? [OVERRIDDEN_LEVEL] : []),
    ],
    slsaVersion: '1.1',
  })
}

/** The level of our own that says that a person passed a gate over, so that a policy can refuse it. */
const OVERRIDDEN_LEVEL = 'PROMOTED_WITH_OVERRIDE'

/** The level of our own that says into which environment it was promoted: `PROMOTED_TO_PROD`. */
export function promotedLevel(environment: string): string {
  return `PROMOTED_TO_${environment.toUpperCase().replaceAll('-', '_')}`
}

/** What the gates read of the image's signatures and attestations: the digests in their evidence that are not its own. */
function readDigests(own: Digest, verdicts: readonly Verdict[]): readonly Digest[] {
  const found = new Set<Digest>()
  for (const { evidence } of verdicts) {
    for (const [name, value] of Object.entries(evidence)) {
      if (typeof value !== 'string' || !READ_AS.has(name)) continue
      for (const one of value.split(/[ ,]+/)) if (isDigest(one) && one !== own) found.add(one)
    }
  }
  return [...found].toSorted()
}

/** The names under which gates keep the digest of an attestation that they read. */
const READ_AS: ReadonlySet<string> = new Set([
  'signature',
  'signatures',
  'bundle',
  'referrer',
  'referrers',
  'report',
  'reports',
])
