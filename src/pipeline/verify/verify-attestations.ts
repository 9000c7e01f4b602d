import { readCosignView } from '../../engine/referrers/cosign-view.ts'
import { type FoundAttestation, readAttestations } from '../../engine/referrers/read-attestations.ts'
import { contradictions, type RecordedOutcome } from '../../model/attestation/agreement.ts'
import { isSignedBy } from '../../model/attestation/dsse.ts'
import { statementIn } from '../../model/attestation/statement.ts'
import type { Environment } from '../../model/config.ts'
import type { AttestationForm, LedgerAttestation } from '../../model/ledger/entry.ts'
import type { AttestationFinding, VerifyFinding } from '../../model/result.ts'
import { allOrNothing } from '../../support/concurrency.ts'
import { PromoteError } from '../../support/errors.ts'
import { type AttestedLedger, type PromotedImage, readAttested } from '../attest/ledger-facts.ts'
import type { PipelineContext } from '../context.ts'
import { locationOf } from '../plan/places.ts'

const FORMS: readonly AttestationForm[] = ['record', 'summary']

/**
 * Reads back what was attested of the images that stand in these environments, and holds it against the ledger: it is found
 * beside the image, its signature verifies with the key that the ledger has, it is about this image, and says what the
 * ledger says. What the environment attests now and an image does not have is missing.
 */
export async function checkAttestations(
  context: PipelineContext,
  environments: readonly Environment[],
  findings: readonly VerifyFinding[],
  signal: AbortSignal,
): Promise<readonly AttestationFinding[]> {
  const checked = await allOrNothing(
    environments.map((environment) => async (both) => {
      const ledger = await readAttested(context.ledger, environment.name, { signal: both })
      const images = standingImages(environment.name, findings)
      return allOrNothing(
        images.map((image) => (all) => checkImage(context, environment, ledger, image, all)),
        both,
      )
    }),
    signal,
  )
  return checked.flat(2)
}

/** What stands there, each image once however many tags it has. */
function standingImages(environment: string, findings: readonly VerifyFinding[]): readonly PromotedImage[] {
  const images = new Map<string, PromotedImage>()
  for (const { environment: own, image, repository, found, state } of findings) {
    if (own !== environment || found === null || state === 'damaged') continue
    images.set(`${image} ${repository}@${found}`, { image, destination: repository, digest: found })
  }
  return [...images.values()]
}

async function checkImage(
  context: PipelineContext,
  environment: Environment,
  ledger: AttestedLedger,
  image: PromotedImage,
  signal: AbortSignal,
): Promise<readonly AttestationFinding[]> {
  const promoted = ledger.promoted(image)
  // What no promotion brought here nobody attests.
  if (promoted === undefined) return []
  const asked = FORMS.flatMap((as) => {
    const known = ledger.known(promoted.entry.id, image, as)
    const isWanted = environment.attest?.as.includes(as) === true
    return known?.attestation.result === 'attached' || isWanted ? [{ as, known }] : []
  })
  if (asked.length === 0) return []
  const store = context.stores.open(locationOf(context.config, image.destination))
  const view = await readCosignView(store, image.digest, { signal })
  return allOrNothing(
    asked.map(({ as, known }) => async (both): Promise<AttestationFinding> => {
      const base = {
        environment: environment.name,
        image: image.image,
        repository: image.destination,
        digest: image.digest,
        as,
        entry: promoted.entry.sequence,
      }
      if (known?.attestation.result !== 'attached') {
        const why = known?.attestation.error
        const message = `entry ${promoted.entry.sequence} has no ${as}${why == null ? '' : `: ${why}`}`
        return { ...base, state: 'missing', message }
      }
      const { attestation, entry } = known
      const found = await readAttestations(store, view, attestation.predicateType, { signal: both })
      const own = found.find(({ content }) => content === attestation.content)
      if (own === undefined) return { ...base, state: 'missing', message: lostText(attestation) }
      const wrong = judge(own, attestation, { ...promoted, configDigest: entry.configDigest })
      return wrong === undefined ? { ...base, state: 'ok', message: null } : { ...base, ...wrong }
    }),
    signal,
  )
}

/** What is wrong with an attestation that was found; undefined where nothing is. */
function judge(
  { envelope }: FoundAttestation,
  attestation: LedgerAttestation,
  outcome: RecordedOutcome,
): Pick<AttestationFinding, 'state' | 'message'> | undefined {
  const { as, key } = attestation
  if (key === null || !isSignedBy(envelope, key)) {
    return { state: 'forged', message: `the ${as} is not signed with the key that the ledger has` }
  }
  try {
    const wrong = contradictions(statementIn(envelope), attestation, outcome)
    if (wrong.length === 0) return undefined
    return { state: 'contradicts', message: `the ${as} says otherwise than the ledger: ${wrong.join(', ')}` }
  } catch (error) {
    if (!(error instanceof PromoteError)) throw error
    return { state: 'contradicts', message: `the ${as} cannot be read: ${error.message}` }
  }
}

function lostText({ as, tag }: LedgerAttestation): string {
  return tag === null ? `the ${as} is not listed any more` : `the ${as} is not under its tag any more`
}
