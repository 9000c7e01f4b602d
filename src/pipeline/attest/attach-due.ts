import { type Attached, attach } from '../../engine/referrers/attach.ts'
import { listReferrerDigests } from '../../engine/referrers/compare.ts'
import { readCosignView } from '../../engine/referrers/cosign-view.ts'
import { readAttestations } from '../../engine/referrers/read-attestations.ts'
import { isSignedBy, type Signer } from '../../model/attestation/dsse.ts'
import { RECORD_TYPE } from '../../model/attestation/record.ts'
import type { Statement } from '../../model/attestation/statement.ts'
import { SUMMARY_TYPE } from '../../model/attestation/summary.ts'
import type { AttestationForm, LedgerAttestation } from '../../model/ledger/entry.ts'
import { parseManifest } from '../../oci/manifest.ts'
import type { ContentStore } from '../../oci/store.ts'
import { createLimiter } from '../../support/concurrency.ts'
import { onSide, PromoteError, toPromoteError } from '../../support/errors.ts'
import type { PipelineContext } from '../context.ts'
import { locationOf } from '../plan/places.ts'
import type { Due } from './due.ts'
import type { Signers } from './keys.ts'
import { type StatementSource, saysTheSame, sealed, statementOf } from './seal.ts'

/** Images that are attested at once. */
const AT_ONCE = 4

/** What one attestation came to; `there`: it was, and the ledger says so already. */
export type Ended = { readonly due: Due; readonly kind: 'there' | 'unfounded' } | EndedNow

/** One that was attached now, failed, or is gone. */
export interface EndedNow {
  readonly due: Due
  readonly kind: 'ended'
  readonly attestation: LedgerAttestation
  readonly error?: PromoteError
}

/** What attests. */
export interface Attesting {
  readonly context: PipelineContext
  readonly signers: () => Promise<Signers>
  readonly source: StatementSource
}

/** One image after the other for each place, since they are written to one list; several places at once. */
export async function attestImages(attesting: Attesting, due: readonly Due[]): Promise<readonly Ended[]> {
  const limiter = createLimiter(AT_ONCE)
  const places = Map.groupBy(due, ({ image }) => `${image.destination}@${image.digest}`)
  const ended = await Promise.all(
    [...places.values()].map((own) => limiter.run(() => attestImage(attesting, own))),
  )
  return ended.flat()
}

async function attestImage(attesting: Attesting, due: readonly Due[]): Promise<readonly Ended[]> {
  const ended: Ended[] = []
  for (const one of due) {
    try {
      ended.push(await attestOne(attesting, one))
    } catch (error) {
      ended.push(failed(one, toPromoteError(error)))
    }
  }
  return ended
}

async function attestOne({ context, signers, source }: Attesting, due: Due): Promise<Ended> {
  const { image, as, attached } = due
  const { signal } = context
  if (signal.aborted) throw new PromoteError('failed', 'The run was asked to stop before.')
  const location = locationOf(context.config, image.destination)
  const store = context.stores.open(location, { push: true })
  if (attached !== undefined && (await isThere(store, due, attached, signal))) return { due, kind: 'there' }
  const manifest = await onSide('destination', () => store.manifest(image.digest, { signal }))
  if (manifest === undefined) return gone(due)
  const statement = statementOf(due, source)
  if (statement === undefined) return { due, kind: 'unfounded' }
  const signer = (await signers()).get(as)
  if (signer === undefined) throw new PromoteError('failed', `There is no key for a ${as}.`)
  const found = await lookFor(store, due, statement, signer, signal)
  const made = { created: due.promoted.entry.at, format: source.rule.format }
  const now = found ?? (await attach(store, manifest, sealed(statement, made, signer), { signal }))
  return {
    due,
    kind: 'ended',
    attestation: { ...base(due), ...now, result: 'attached', key: signer.publicKey },
  }
}

/** Whether what the ledger says was attached is still found beside the image. */
async function isThere(
  store: ContentStore,
  { image }: Due,
  { referrer, content, tag }: LedgerAttestation,
  signal: AbortSignal,
): Promise<boolean> {
  if (tag === null) {
    return referrer !== null && (await listReferrerDigests(store, image.digest, { signal })).has(referrer)
  }
  const held = await onSide('destination', () => store.manifest(tag, { signal }))
  const parsed = held === undefined ? undefined : parseManifest(held)
  return parsed?.kind === 'image' && parsed.layers.some(({ digest }) => digest === content)
}

/** What a run before attached that could not record it any more. */
async function lookFor(
  store: ContentStore,
  due: Due,
  statement: Statement,
  signer: Signer,
  signal: AbortSignal,
): Promise<Attached | undefined> {
  const view = await readCosignView(store, due.image.digest, { signal })
  const found = await readAttestations(store, view, statement.predicateType, { signal })
  const same = found.find(
    ({ envelope }) => isSignedBy(envelope, signer.publicKey) && saysTheSame(envelope, statement, due),
  )
  if (same === undefined) return undefined
  const { referrer, content, tag } = same
  return { referrer, content, tag }
}

/** Predicate types, by what is said. */
const TYPES: Readonly<Record<AttestationForm, string>> = { record: RECORD_TYPE, summary: SUMMARY_TYPE }

function base({ image, as }: Due): Omit<LedgerAttestation, 'result'> {
  const { image: name, destination, digest } = image
  const none = { referrer: null, content: null, tag: null, key: null, error: null }
  return { image: name, destination, digest, as, predicateType: TYPES[as], ...none }
}

function gone(due: Due): Ended {
  const { destination, digest } = due.image
  const error = `${destination} does not have ${digest} any more.`
  return { due, kind: 'ended', attestation: { ...base(due), result: 'gone', error } }
}

function failed(due: Due, { message, details }: PromoteError): Ended {
  const { image, as } = due
  const own = details.hint === undefined ? '' : ` ${details.hint}`
  const error = new PromoteError(
    'failed',
    `${image.image}: its ${as} could not be attached to ${image.destination}@${image.digest}: ${message}`,
    {
      image: image.image,
      side: 'destination',
      hint: `The image itself is promoted and recorded.${own} The next run attaches what is missing.`,
    },
  )
  return { due, kind: 'ended', attestation: { ...base(due), result: 'failed', error: message }, error }
}
