import type { MoveEstimate, PlanDocument, PlanStep, PlanTag } from '../../model/plan.ts'
import { countedNames, referrerName } from '../../model/referrers.ts'
import { type Digest, shortDigest } from '../../oci/digest.ts'
import { printable } from '../../support/printable.ts'
import type { RenderOptions } from '../options.ts'
import { countText, sizeText } from '../words/units.ts'
import { alignColumns, columnWidths } from './columns.ts'
import { type Mark, type Palette, palette, SIGNS } from './style.ts'
import { verdictLines } from './verdict.ts'
import { displayWidth, padEnd, truncateMiddle } from './width.ts'

/** How many steps in step are still listed one by one. */
const LISTED_IN_STEP = 5

/** Spaces between columns. */
const GAP = 3

/** What a plan would do: its steps, what they move, the gates, and what stands in the way. */
export function planText(document: PlanDocument, options: RenderOptions): string {
  return `${planLines(printable(document), options).join('\n')}\n`
}

/** The lines of {@link planText}, for reports that say more below. The document is printable already. */
export function planLines(document: PlanDocument, options: RenderOptions): string[] {
  const paint = palette(options)
  const { plan } = document
  const inStep = plan.steps.filter(isInStep)
  const listed = inStep.length > LISTED_IN_STEP ? plan.steps.filter((step) => !isInStep(step)) : plan.steps
  const rows = listed.map((step) => stepRow(document, step, paint, options))
  const full = columnWidths(rows)
  const fits = full.reduce((sum, width) => sum + width + GAP, 2 - GAP) <= options.width
  const shown = fits ? rows : rows.map((row) => row.slice(0, 3))
  const under = ' '.repeat(2 + (full[0] ?? 0) + GAP)
  return [
    headline(document, full, paint),
    ...alignColumns(shown, { indent: '  ', gap: GAP }).flatMap((line, at) => [
      line,
      ...underLines(document, listed[at], fits).map((text) => under + paint.faint(text)),
    ]),
    ...(listed.length < plan.steps.length
      ? [`  ${paint.mark('same', `= ${inStep.length} images in step`)}`]
      : []),
    ...(plan.steps.length === 0 ? ['  Nothing to promote.'] : []),
    ...missingLines(document, paint),
    ...verdictLines(document.verdicts, options),
    ...denialLines(document, paint),
    ...(document.warnings.length === 0 ? [] : [paint.strong('warnings')]),
    ...document.warnings.map((warning) => `  ! ${warning}`),
  ]
}

/** Sign and colour of a step: what it does to the destination. */
export function stepMark(document: PlanDocument, step: PlanStep): Mark {
  if (isInStep(step)) return 'same'
  if (step.kind === 'referrers') return 'added'
  return replacedDigest(document, step) === null ? 'added' : 'moved'
}

/** What the tags of a step do, one text for each: `1.4.2 (new)`, `1.4 (moves)`, `1 (kept: points at 1.5.0)`. */
export function tagText(document: PlanDocument, tag: PlanTag): string {
  switch (tag.action) {
    case 'create':
      return `${tag.tag} (new)`
    case 'move':
      return `${tag.tag} (moves)`
    case 'unchanged':
      return `${tag.tag} (in step)`
    case 'kept':
      return tag.replaces === null
        ? `${tag.tag} (kept)`
        : `${tag.tag} (kept: points at ${versionOf(document, tag.replaces)})`
    default:
      return tag.action satisfies never
  }
}

/** The version of a step and what it replaces: `1.4.1 → 1.4.2`. */
export function stepVersion(document: PlanDocument, step: PlanStep): string {
  const wanted = step.source.tag ?? shortDigest(step.source.descriptor.digest)
  const current = currentOf(document, step)?.version ?? null
  return isInStep(step) || current === null || current === wanted ? wanted : `${current} → ${wanted}`
}

/** What a step does to the content its image has in the destination, in words. */
export function stepChange(document: PlanDocument, step: PlanStep): string {
  const digest = shortDigest(step.source.descriptor.digest)
  if (isInStep(step)) return 'in step'
  if (step.kind === 'referrers')
    return `in step, lacks ${countText(step.referrers.length, 'referrer')} in ${document.plan.to}`
  const replaced = replacedDigest(document, step)
  if (replaced === null) return `${digest} is new in ${document.plan.to}`
  if (replaced === step.source.descriptor.digest) return `${digest} gets another tag`
  return `${digest} replaces ${shortDigest(replaced)}`
}

/** What comes along with a step's image: `referrers 2: signature, sbom`; empty where nothing does. */
export function alongText({ referrers }: PlanStep): string {
  if (referrers.length === 0) return ''
  const names = referrers.map(({ kinds, descriptor }) =>
    referrerName({ kinds, artifactType: descriptor.artifactType ?? '' }),
  )
  return `referrers ${referrers.length}: ${countedNames(names)}`
}

/** What a step would move: `mount 9, copy 2 blobs (18.4 MB)`; empty where nobody counted. */
export function moveText(document: PlanDocument, step: PlanStep): string {
  if (isInStep(step)) return ''
  const estimate = document.estimates?.find((one) => one.image === step.image && one.tag === step.source.tag)
  if (estimate !== undefined) return estimateText(estimate)
  return step.kind === 'retag' ? 'content is there' : ''
}

function estimateText({ mount, copy, copyBytes }: MoveEstimate): string {
  if (mount === 0 && copy === 0) return 'content is there'
  if (copy === 0) return `mount ${countText(mount, 'blob')}`
  const copying = `copy ${countText(copy, 'blob')} (${sizeText(copyBytes)})`
  return mount === 0 ? copying : `mount ${mount}, ${copying}`
}

function headline(document: PlanDocument, widths: readonly number[], paint: Palette): string {
  const route = `${document.plan.from} → ${document.plan.to}`
  const column = 2 + widths.slice(0, 3).reduce((sum, width) => sum + width + GAP, 0)
  const padded = padEnd(route, Math.max(displayWidth(route) + GAP, column))
  return `${paint.strong(route)}${padded.slice(route.length)}${paint.faint(`plan ${shortDigest(document.digest)}`)}`
}

function stepRow(document: PlanDocument, step: PlanStep, paint: Palette, options: RenderOptions): string[] {
  const mark = stepMark(document, step)
  const name = truncateMiddle(step.image, Math.max(12, Math.min(40, Math.floor(options.width / 3))))
  return [
    `${paint.sign(mark)} ${name}`,
    stepVersion(document, step),
    paint.mark(mark, stepChange(document, step)),
    moveText(document, step),
  ]
}

/** A step whose only tag is its source tag, new there, says that in its own line already. */
function tagLines(document: PlanDocument, step: PlanStep | undefined): string[] {
  if (step === undefined) return []
  const plain = step.tags.every(({ tag, action }) => tag === step.source.tag && action !== 'kept')
  const isThere = isInStep(step) || step.kind === 'referrers'
  const told = isThere ? step.tags.filter(({ action }) => action === 'kept') : step.tags
  if (told.length === 0 || plain) return []
  return [`tags ${told.map((tag) => tagText(document, tag)).join(', ')}`]
}

function underLines(document: PlanDocument, step: PlanStep | undefined, fits: boolean): string[] {
  return [
    ...(fits ? [] : moveLines(document, step)),
    ...tagLines(document, step),
    ...alongLines(step),
    ...changeLines(document, step),
  ]
}

function alongLines(step: PlanStep | undefined): string[] {
  const text = step === undefined ? '' : alongText(step)
  return text === '' ? [] : [text]
}

/** The commits between what is there and what comes, where the labels of both tell. */
function changeLines(document: PlanDocument, step: PlanStep | undefined): string[] {
  if (step === undefined || isInStep(step)) return []
  const current = currentOf(document, step)
  const changes = current?.compare ?? current?.commits
  return changes === undefined ? [] : [`changes ${changes}`]
}

/** What moves, on a line of its own where the terminal is too narrow for its column. */
function moveLines(document: PlanDocument, step: PlanStep | undefined): string[] {
  const text = step === undefined ? '' : moveText(document, step)
  return text === '' ? [] : [text]
}

function missingLines(document: PlanDocument, paint: Palette): string[] {
  return document.missing.flatMap(({ image, wanted, reason, near }) => [
    `  ${paint.sign('denied')} ${image} ${wanted}: ${reason}`,
    ...(near.length === 0 ? [] : [`    near: ${near.join(', ')}`]),
  ])
}

function denialLines(document: PlanDocument, paint: Palette): string[] {
  if (document.denials.length === 0) return []
  const lines = document.denials.flatMap(({ image, tag, reason, hint }) => [
    `  ${paint.mark('denied', `${SIGNS.denied} ${stepName(image, tag)}`)}: ${reason}`,
    ...(hint === undefined ? [] : [`    ${hint}`]),
  ])
  return [paint.strong('denied'), ...lines]
}

/** An image with the tag of its candidate, as the command line takes it: `api:1.4.2`. */
export function stepName(image: string, tag: string | null): string {
  return tag === null ? image : `${image}:${tag}`
}

function isInStep(step: PlanStep): boolean {
  return step.kind === 'unchanged'
}

function currentOf(document: PlanDocument, step: PlanStep): PlanDocument['current'][number] | undefined {
  return document.current.find(({ image }) => image === step.image)
}

/** What was there before: the image's current version, else what the first moving tag holds; null when new. */
function replacedDigest(document: PlanDocument, step: PlanStep): Digest | null {
  const moving = step.tags.find(({ action }) => action === 'move')
  return currentOf(document, step)?.digest ?? moving?.replaces ?? null
}

function versionOf(document: PlanDocument, digest: Digest): string {
  const current = document.current.find((one) => one.digest === digest && one.version !== null)
  const step = document.plan.steps.find(({ source }) => source.descriptor.digest === digest)
  return current?.version ?? step?.source.tag ?? shortDigest(digest)
}
