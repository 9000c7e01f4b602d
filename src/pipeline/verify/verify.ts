import type { Environment } from '../../model/config.ts'
import type { LedgerView } from '../../model/ledger/queries.ts'
import { selectorText } from '../../model/match.ts'
import type { VerifyFinding, VerifyReport } from '../../model/result.ts'
import type { Digest } from '../../oci/digest.ts'
import { allOrNothing } from '../../support/concurrency.ts'
import { PromoteError, toPromoteError } from '../../support/errors.ts'
import type { PipelineContext } from '../context.ts'
import { isAsked, isNamed } from '../plan/asked.ts'
import { readLedgerView } from '../plan/current.ts'
import { environmentNamed, locationOf, placeOf } from '../plan/places.ts'
import { chooseImages, type ImageChoice, leftOutOf, type WantedImage } from '../plan/route.ts'
import { findCandidates } from '../plan/source/candidates.ts'
import { beginReading } from '../reading.ts'
import { type ContentCheck, contentCheck, sumOf } from './content-check.ts'
import { readHeldTag } from './held-tag.ts'
import { checkAttestations } from './verify-attestations.ts'
import { checkReferrers } from './verify-referrers.ts'

/** What is to be verified. */
export interface VerifyRequest extends ImageChoice {
  /** One environment; undefined for all. */
  readonly environment?: string
  /** Whether every blob is read and hashed, not only every manifest. */
  readonly deep: boolean
  /** Whether attestations are read back and held against the ledger too. */
  readonly attestations?: boolean
}

/**
 * Reads environments again: that each tag holds what the ledger says (or, where the ledger knows nothing of an image,
 * what the file selects), that its manifests, and under `deep` its blobs, are what their digests say, and that the
 * signatures, SBOMs and attestations that came along, or are required, are there.
 * What is wrong is in the report; only what cannot be read is thrown.
 */
export async function verifyEnvironments(
  context: PipelineContext,
  request: VerifyRequest,
): Promise<VerifyReport> {
  const { config, ledger, progress, signal } = context
  const environments =
    request.environment === undefined ? config.environments : [environmentNamed(config, request.environment)]
  const chosen = chooseImages(config, request)
  const { images } = chosen
  const view = await readLedgerView(ledger, { signal })
  const ending = new AbortController()
  const reading = beginReading(progress, environments, environments.length * images.length)
  const check = contentCheck({
    reading,
    concurrency: config.defaults.concurrency,
    deep: request.deep,
    signal: AbortSignal.any([signal, ending.signal]),
  })
  const verifyAll = environments.flatMap((environment) =>
    images.map((wanted) => async (both: AbortSignal) => {
      try {
        return await reading.counted(verifyImage(context, view, environment, wanted, check, both))
      } catch (error) {
        throw toPromoteError(error).with({ image: wanted.rule.name })
      }
    }),
  )
  const findings = await allOrNothing(verifyAll, signal).finally(() => ending.abort())
  for (const [at, wanted] of images.entries()) {
    if (!isNamed(wanted) || findings.some((own, index) => index % images.length === at && own.length > 0))
      continue
    const names = environments.map(({ name }) => name).join(', ')
    const text = wanted.select.map(selectorText).join(', ')
    throw new PromoteError(
      'not-found',
      `${text} is not in ${names}, and the ledger does not have it there.`,
      {
        image: wanted.rule.name,
      },
    )
  }
  const all = findings.flat()
  const attestations =
    request.attestations === true
      ? { attestations: await checkAttestations(context, environments, all, signal) }
      : undefined
  return {
    environments: environments.map((environment) => environment.name),
    deep: request.deep,
    findings: all,
    totals: check.totals(),
    ...unrecordedIn(environments, view, all),
    ...attestations,
    ok: [...all, ...(attestations?.attestations ?? [])].every(({ state }) => state === 'ok'),
    ...leftOutOf(chosen),
  }
}

/** How many tags have no word in the ledger, by environment; the first one has none, as builds push to it. */
function unrecordedIn(
  environments: readonly Environment[],
  view: LedgerView,
  findings: readonly VerifyFinding[],
): Pick<VerifyReport, 'unrecorded'> {
  const unrecorded = environments.flatMap(({ name, from }) => {
    const recorded = new Set(view.tagsIn(name).map(({ repository, tag }) => `${repository}:${tag}`))
    const tags = findings.filter(
      ({ environment, repository, tag }) => environment === name && !recorded.has(`${repository}:${tag}`),
    ).length
    return from.length === 0 || tags === 0 ? [] : [{ environment: name, tags }]
  })
  return unrecorded.length === 0 ? {} : { unrecorded }
}

interface Expectation {
  readonly repository: string
  readonly tag: string
  readonly digest: Digest
  /** Where a failed run left its digest: the entry that says so, and what was to be put back; null where the tag was to be gone. */
  readonly left?: { readonly entry: number; readonly digest: Digest; readonly meant: Digest | null }
}

async function verifyImage(
  context: PipelineContext,
  view: LedgerView,
  environment: Environment,
  wanted: WantedImage,
  check: ContentCheck,
  signal: AbortSignal,
): Promise<readonly VerifyFinding[]> {
  const expected = await expectations(context, view, environment, wanted, signal)
  const findings = await allOrNothing(
    expected.map((one) => async (both): Promise<readonly VerifyFinding[]> => {
      const { repository, tag, digest, left } = one
      const store = context.stores.open(locationOf(context.config, repository))
      const held = await readHeldTag(store, tag, digest, both)
      const { found } = held
      const base = {
        environment: environment.name,
        image: wanted.rule.name,
        repository,
        tag,
        expected: digest,
        found,
      }
      const nothing = { manifests: 0, blobs: 0, referrers: 0, bytes: 0 }
      if (held.kind === 'damaged') {
        return [{ ...base, ...nothing, state: 'damaged' as const, message: held.message }]
      }
      // What a failed run was to take away again may well be gone.
      if (found === null && left?.meant === null) return []
      if (found === null) {
        return [{ ...base, ...nothing, state: 'missing' as const, message: `${repository}:${tag} is gone.` }]
      }
      const content = await check.read(store, found, both, held.manifest)
      if (content.damage !== null) {
        return [
          { ...base, ...nothing, ...content.counts, state: 'damaged' as const, message: content.damage },
        ]
      }
      if (found !== digest || left?.meant === null) {
        const message = `${repository}:${tag} holds ${found}, ${insteadOf(one, found)}.`
        return [{ ...base, ...nothing, ...content.counts, state: 'drift' as const, message }]
      }
      const along = await checkReferrers(
        store,
        found,
        { recorded: view.referrers(repository, found), required: environment.referrers.require },
        both,
      )
      const contents = await allOrNothing(
        along.found.map((referrer) => (all) => check.read(store, referrer.digest, all)),
        both,
      )
      const counts = {
        ...sumOf([content.counts, ...contents.map((one) => one.counts)]),
        referrers: contents.length,
      }
      const damage = contents.find((one) => one.damage !== null)?.damage ?? null
      if (damage !== null) return [{ ...base, ...counts, state: 'damaged' as const, message: damage }]
      if (along.lacking !== null) {
        return [{ ...base, ...counts, state: 'incomplete' as const, message: along.lacking }]
      }
      const elsewhere = [content, ...contents].reduce((sum, one) => sum + one.elsewhere, 0)
      return [{ ...base, ...counts, state: 'ok' as const, message: notHere(elsewhere) }]
    }),
    signal,
  )
  return findings.flat()
}

/** What the ledger says a tag should hold in place of what it holds. */
function insteadOf({ digest, left }: Expectation, found: Digest): string {
  if (left === undefined || found !== left.digest) return `but the ledger says ${digest}`
  const wanted = left.meant === null ? 'it was to be removed' : `${left.meant} was to be put back`
  return `which a failed run left there: ${wanted} (entry ${left.entry})`
}

/** What is said of foreign layers that are not in the repository; null where there is none. */
function notHere(layers: number): string | null {
  if (layers === 0) return null
  const what = layers === 1 ? '1 layer is' : `${layers} layers are`
  return `${what} not in the repository, as URLs name ${layers === 1 ? 'it' : 'them'} (foreign layers)`
}

async function expectations(
  context: PipelineContext,
  view: LedgerView,
  environment: Environment,
  wanted: WantedImage,
  signal: AbortSignal,
): Promise<readonly Expectation[]> {
  const recorded = view.tagsIn(environment.name).flatMap((state): Expectation[] => {
    const { image, repository, tag, digest, meant, sequence } = state
    if (image !== wanted.rule.name || digest === null || !isAsked(wanted, { tag, digest })) return []
    const left = meant === undefined ? {} : { left: { entry: sequence, digest, meant } }
    return [{ repository, tag, digest: wanted.pinned?.digest ?? meant ?? digest, ...left }]
  })
  if (recorded.length > 0) return recorded
  const place = placeOf(context.config, environment, wanted.rule)
  const rule = { ...wanted.rule, optional: true, platforms: [] }
  const store = context.stores.open(place.location)
  const { candidates } = await findCandidates({ ...wanted, rule }, environment, store, { signal })
  return candidates.flatMap(({ tag, descriptor }) =>
    tag === null ? [] : [{ repository: place.text, tag, digest: descriptor.digest }],
  )
}
