import type { AttachedManifest, Gate, GatedStep } from '../../model/gates/gate.ts'
import type { SignatureRule, Signer } from '../../model/gates/rules.ts'
import type { Verdict } from '../../model/gates/verdict.ts'
import type { Subject } from '../../model/referrers.ts'
import { findSignature, signerCheck } from './check.ts'
import { type Found, SIGN_PREDICATE, type SignerOutcome } from './found.ts'
import { readSignatures } from './read.ts'
import { asksText, demandText, denyText, passText, shown } from './words.ts'

/** What the signatures of a candidate came to, for each signer of the rule. */
interface SignatureEvidence {
  /** How many signatures and attestations lie there. */
  readonly found: number
  /** Whether something that its index lists is signed by somebody. */
  readonly isPartlySigned: boolean
  readonly signers: readonly SignerOutcome[]
}

interface Attached {
  readonly found: readonly Found[]
  readonly isPartlySigned: boolean
}

/**
 * A candidate must be signed by whom the destination names, in the environment it comes from: each signature is checked to be
 * of this digest. Signatures are what cosign makes with `sign`, in either of its formats; attestations count only for a signer
 * that names their predicate type, so that what this tool or a builder attests is no signature.
 */
export const signature = {
  name: 'signature',
  rules: ({ to }) => (to.gates.signature === undefined ? [] : [to.gates.signature]),
  asks: ({ to }) => asksText(to.gates.signature),
  async collect(step, read, options) {
    const signers = step.to.gates.signature?.signers ?? []
    const wanted = new Set(signers.map(({ predicateType = SIGN_PREDICATE }) => predicateType))
    const types = [...wanted].sort().join(' ')
    const reading = async (): Promise<Attached> => {
      const { image, referrers } = await read.attached(step, options)
      const own = referrers.filter(({ subject }) => subject === step.digest || subject === image.digest)
      const found = await readSignatures(own, read.source(step), wanted, options)
      return { found, isPartlySigned: referrers.some((one) => isOfPart(one, image)) }
    }
    const [{ found, isPartlySigned }, checks] = await Promise.all([
      read.once(`signatures ${step.from.repository}@${step.digest} ${types}`, reading),
      Promise.all(signers.map((signer) => read.once(keyOf(signer), () => signerCheck(signer)))),
    ])
    const findings = await Promise.all(
      signers.map(async (signer, at) => {
        const check = checks[at] ?? (await signerCheck(signer))
        return { signer, finding: await findSignature(signer, check, step.digest, found) }
      }),
    )
    return { found: found.length, isPartlySigned, signers: findings }
  },
  judge(step, evidence) {
    const rule = step.to.gates.signature
    return rule === undefined ? [] : [verdictOf(step, rule, evidence)]
  },
} satisfies Gate<SignatureEvidence>

/** Whether it is a signature of something that an index lists. */
function isOfPart({ kinds, subject }: AttachedManifest, { children }: Subject): boolean {
  if (!kinds.includes('signature')) return false
  const holds = (part: Subject): boolean => part.digest === subject || part.children.some(holds)
  return children.some(holds)
}

function keyOf(signer: Signer): string {
  const words =
    signer.kind === 'key' ? [signer.key.path] : [signer.trustedRoot.path, signer.identity, signer.issuer]
  return JSON.stringify(['signer', ...words])
}

function verdictOf(step: GatedStep, { anyOf }: SignatureRule, evidence: SignatureEvidence): Verdict {
  const { image, tag } = step
  const lacking = evidence.signers.filter(({ finding }) => finding.kind !== 'signed')
  const passes = anyOf ? lacking.length < evidence.signers.length : lacking.length === 0
  const isUnread = lacking.some(({ finding }) => finding.kind === 'unread')
  return {
    gate: 'signature',
    image,
    tag,
    answer: passes ? 'pass' : isUnread ? 'unknown' : 'deny',
    reason: passes ? passText(evidence.signers) : denyText(step, anyOf, lacking, evidence),
    evidence: factsOf(evidence),
  }
}

/** What goes into plan and ledger: who signed, and the digests of the manifests that their signatures lie in. */
function factsOf({ found, signers }: SignatureEvidence): Verdict['evidence'] {
  const signed = signers.flatMap(({ signer, finding }) =>
    finding.kind === 'signed' ? [{ name: demandText(signer), finding }] : [],
  )
  const joined = (texts: readonly (string | undefined)[]): string | null =>
    [...new Set(texts.filter((text) => text !== undefined))].join(', ') || null
  return {
    found,
    wanted: joined(signers.map(({ signer }) => demandText(signer))),
    holds: joined(signed.map(({ name }) => name)),
    signature: joined(signed.map(({ finding }) => finding.place)),
    identity: joined(signed.map(({ finding }) => finding.by && shown(finding.by.identity))),
    issuer: joined(signed.map(({ finding }) => finding.by && shown(finding.by.issuer))),
  }
}
