import { relative } from 'node:path'
import type { Evidence, GatedStep } from '../../model/gates/gate.ts'
import type { ReportFormat, VulnerabilitiesRule } from '../../model/gates/rules.ts'
import { digestOf, hexOf, shortDigest } from '../../oci/digest.ts'
import type { CallOptions } from '../../oci/store.ts'
import { allOrNothing } from '../../support/concurrency.ts'
import { fill } from '../fill.ts'
import { type LayerToRead, layersToRead } from './attached.ts'
import { readFileReport, readLayer } from './bounded.ts'
import { coverageOf, type ImageNames, type ImagePart, partsOf } from './coverage.ts'
import { MalformedReport, timeOf, UnknownDocument } from './formats/fields.ts'
import { type KnownImages, partOf, withConfigs } from './image-part.ts'
import { readReports } from './read-report.ts'
import type { FoundReport } from './select.ts'

/** Reports beside one image, and bytes of all of them: some years of nightly scans, or somebody who keeps readers busy. */
const MOST_REPORTS = 1000
const MOST_BYTES_TOGETHER = 256 * 1024 * 1024

/** Reports that are read at once. */
const AT_ONCE = 4

/** What was read for the gate. */
export interface VulnerabilityEvidence {
  readonly image: ImagePart
  readonly names: ImageNames
  readonly found: readonly FoundReport[]
  /** A sentence for each report that cannot be read. */
  readonly problems: readonly string[]
  /** Where reports were looked for, to end a sentence that says there is none. */
  readonly where: string
}

/** Reads the reports about a candidate: those that are attached to it in the source, or a file. */
export async function collectReports(
  step: GatedStep,
  rule: VulnerabilitiesRule,
  read: Evidence,
  options: CallOptions,
): Promise<VulnerabilityEvidence> {
  const { report, file } = rule
  const where = `${step.from.repository}@${step.digest}`
  const [looked, image] = await Promise.all([
    file === undefined
      ? read.once(`reports ${report} ${where}`, () => readAttached(step, report, read, options))
      : read.once(`reports ${report} ${pathOf(step, file)}`, () =>
          readFromFile(pathOf(step, file), report, read),
        ),
    read.once(`part ${where}`, () => partOf(step, read, options)),
  ])
  const names = namesOf(step)
  const isTold = looked.found.every(({ report: one }) => coverageOf(one, image, names).kind !== 'other')
  // Some name an image by its config alone, which costs a request for each image of an index to know.
  const known: KnownImages = isTold ? [] : await read.images(step, options)
  return { ...looked, image: withConfigs(image, known), names }
}

type Looked = Pick<VulnerabilityEvidence, 'found' | 'problems' | 'where'>

async function readAttached(
  step: GatedStep,
  format: ReportFormat,
  read: Evidence,
  options: CallOptions,
): Promise<Looked> {
  const { referrers } = await read.attached(step, options)
  const parts = new Set(partsOf(await partOf(step, read, options)).map(({ digest }) => digest))
  const layers = referrers
    .filter(({ subject }) => parts.has(subject))
    .flatMap((referrer) => layersToRead(referrer, format))
  const where = `is attached to it in ${step.from.name}`
  const bytes = layers.reduce((sum, { layer }) => sum + layer.size, 0)
  if (layers.length > MOST_REPORTS || bytes > MOST_BYTES_TOGETHER) {
    const size = `${layers.length} reports of ${Math.round(bytes / 1024 ** 2)} MiB together`
    return { found: [], problems: [`${size} are attached to it: remove old ones.`], where }
  }
  const { store } = read.source(step)
  const looked = await allOrNothing(
    layers.map(
      (one) => (signal) => readNamed(nameOf(one), format, one, () => readLayer(store, one.layer, { signal })),
    ),
    options.signal,
    AT_ONCE,
  )
  return {
    found: looked.flatMap(({ found }) => found),
    problems: looked.flatMap(({ problems }) => problems),
    where,
  }
}

async function readFromFile(path: string, format: ReportFormat, { folder }: Evidence): Promise<Looked> {
  const near = relative(folder, path)
  const shown = near.startsWith('..') ? path : near
  const looked = await readNamed(`The report ${shown}`, format, null, () => readFileReport(path))
  return { ...looked, where: `is in ${shown}` }
}

/** Where the report about a candidate lies. */
function pathOf({ image, digest }: GatedStep, file: string): string {
  return fill(file, {
    image,
    flat: image.replaceAll('/', '-'),
    name: image.slice(image.lastIndexOf('/') + 1),
    digest,
    digest12: hexOf(digest).slice(0, 12),
  })
}

/** Reads one report, or the sentence why it cannot be read. */
async function readNamed(
  name: string,
  format: ReportFormat,
  attached: LayerToRead | null,
  bytesOf: () => Promise<Uint8Array | null>,
): Promise<Pick<Looked, 'found' | 'problems'>> {
  try {
    const bytes = await bytesOf()
    if (bytes === null) return { found: [], problems: [] }
    const text = new TextDecoder().decode(bytes)
    const digest = digestOf(bytes)
    const subject = attached?.referrer.subject ?? null
    // oras says when it attached what does not say it itself.
    const attachedAt = timeOf(attached?.referrer.parsed.annotations['org.opencontainers.image.created'])
    const found = readReports(text, format).map((report) => ({
      report: { ...report, madeAt: report.madeAt ?? attachedAt },
      name,
      digest,
      subject,
    }))
    return { found, problems: [] }
  } catch (error) {
    if (!(error instanceof MalformedReport)) throw error
    // Test reports and the like, which are not meant for this gate.
    if (error instanceof UnknownDocument && attached?.isSurely === false) return { found: [], problems: [] }
    return { found: [], problems: [`${name} ${error.message}.`] }
  }
}

function nameOf({ layer, referrer }: LayerToRead): string {
  const { digest } = referrer.manifest.descriptor
  const title = layer.annotations?.['org.opencontainers.image.title']
  return `The report ${title === undefined ? '' : `${title.slice(0, 80)} `}in ${shortDigest(digest)}`
}

function namesOf({ image, tag, from, to }: GatedStep): ImageNames {
  return { repositories: [image, from.repository, to.repository], tag }
}
