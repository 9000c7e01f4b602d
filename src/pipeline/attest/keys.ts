import { basename } from 'node:path'
import type { Signer } from '../../model/attestation/dsse.ts'
import { RECORD_TYPE } from '../../model/attestation/record.ts'
import type { AttestRule } from '../../model/attestation/rule.ts'
import { SUMMARY_TYPE } from '../../model/attestation/summary.ts'
import type { Environment } from '../../model/config.ts'
import { readPublicKey } from '../../model/gates/public-key.ts'
import type { AttestationForm } from '../../model/ledger/entry.ts'
import { PromoteError } from '../../support/errors.ts'
import type { PipelineContext } from '../context.ts'
import type { MadePlan } from '../plan/make-plan.ts'

/** The signer of each form that is asked for. */
export type Signers = ReadonlyMap<AttestationForm, Signer>

/**
 * Opens the keys that an environment attests with. None of them may be a key that images have to be signed with: cosign
 * takes any statement about an image for a signature of it, so whatever was promoted would count as signed.
 * @throws PromoteError `usage` for a key that does not open, or is one of those
 */
export async function openSigners(context: PipelineContext, rule: AttestRule, to: string): Promise<Signers> {
  const signers = new Map<AttestationForm, Signer>()
  const asked = context.config.environments.flatMap(signingKeys)
  for (const form of rule.as) {
    const signer = await context.openKey(rule.keys[form])
    const same = asked.find(({ publicKey }) => publicKey === signer.publicKey)
    if (same !== undefined) throw refused(signer, to, same)
    signers.set(form, signer)
  }
  return signers
}

/** What a run of this plan would be refused with for its keys; none where it signs nothing, or is refused before. */
export async function keyRefusals(
  context: PipelineContext,
  { route: { to }, steps, obstacles }: Pick<MadePlan, 'route' | 'steps' | 'obstacles'>,
): Promise<readonly PromoteError[]> {
  if (to.attest === undefined || obstacles.length > 0 || steps.every(({ kind }) => kind === 'unchanged'))
    return []
  try {
    await openSigners(context, to.attest, to.name)
    return []
  } catch (error) {
    if (error instanceof PromoteError) return [error]
    throw error
  }
}

interface SigningKey {
  readonly environment: string
  readonly name: string
  readonly publicKey: string
}

/** The keys that the gate `signature` of an environment wants images to be signed with; not those that are to attest what is attested here. */
function signingKeys({ name: environment, gates: { signature } }: Environment): readonly SigningKey[] {
  return (signature?.signers ?? []).flatMap((signer): readonly SigningKey[] => {
    if (signer.kind !== 'key' || OWN_TYPES.has(signer.predicateType ?? '')) return []
    const reading = readPublicKey(signer.key.text)
    // What is no key is told by the gate itself.
    if (reading.kind === 'none') return []
    const publicKey = reading.key.export({ type: 'spki', format: 'der' }).toString('base64')
    return [{ environment, name: signer.key.name, publicKey }]
  })
}

const OWN_TYPES: ReadonlySet<string> = new Set([RECORD_TYPE, SUMMARY_TYPE])

function refused(signer: Signer, to: string, { environment, name }: SigningKey): PromoteError {
  return new PromoteError(
    'usage',
    `attest of ${to} would sign with the key of ${basename(name)}, which the gate signature of ${environment} wants images to be signed with: whatever was promoted would count as signed.`,
    { hint: `Make a key of its own for attesting, in place of ${signer.name}.` },
  )
}
