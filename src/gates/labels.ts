import type { Gate, ImageOfStep } from '../model/gates/gate.ts'
import { globMatcher, isGlob } from '../model/glob.ts'
import { platformText } from '../oci/descriptor.ts'

/** A label that is not as it must be. */
interface Fault {
  readonly label: string
  readonly wanted: readonly string[]
  /** What it holds; null where it is not there. */
  readonly value: string | null
  /** The images that it is so in. */
  readonly images: readonly ImageOfStep[]
}

/** Characters of a label's value that are said and recorded. */
const MOST_SHOWN = 200

/** Each label must be there and match one of its values or globs; in every image of an index. */
export const labels = {
  name: 'labels',
  rules: ({ to: { gates } }) => (gates.labels === undefined ? [] : [gates.labels]),
  asks: ({ to: { gates } }) =>
    Object.entries(gates.labels?.match ?? {})
      .map(([label, wanted]) => `${label} is ${wanted.join(' or ')}`)
      .join(', '),
  collect: (step, read, options) => read.images(step, options),
  judge(step, images) {
    const { image, tag, to } = step
    const match = Object.entries(to.gates.labels?.match ?? {})
    const faults = match.flatMap(([label, wanted]) => faultsOf(label, wanted, images))
    const [first, ...more] = faults
    return [
      {
        gate: 'labels',
        image,
        tag,
        answer: first === undefined ? 'pass' : 'deny',
        reason:
          first === undefined
            ? `Its labels are as ${to.name} wants them: ${match.map(([label]) => label).join(', ')}.`
            : `${faultText(first, images.length)}${moreText(more)}.`,
        evidence: Object.fromEntries(match.map(([label]) => [label, valuesText(label, images)])),
      },
    ]
  },
} satisfies Gate<readonly ImageOfStep[]>

/** One fault for each value that does not match; an image without images of its own has no labels. */
function faultsOf(
  label: string,
  wanted: readonly string[],
  images: readonly ImageOfStep[],
): readonly Fault[] {
  if (images.length === 0) return [{ label, wanted, value: null, images: [] }]
  const matchers = wanted.map((text) =>
    isGlob(text) ? globMatcher(text) : (value: string) => value === text,
  )
  const byValue = new Map<string | null, ImageOfStep[]>()
  for (const image of images) {
    const value = labelIn(label, image)
    if (value !== null && matchers.some((matches) => matches(value))) continue
    const known = byValue.get(value)
    if (known === undefined) byValue.set(value, [image])
    else known.push(image)
  }
  return [...byValue].map(([value, own]) => ({ label, wanted, value, images: own }))
}

function faultText({ label, wanted, value, images }: Fault, of: number): string {
  const where =
    images.length === of
      ? 'It'
      : images
          .map(({ digest, platform }) => (platform === undefined ? digest : platformText(platform)))
          .join(' and ')
  const has = value === null ? `${where} has no label ${label}` : `${where} has "${shown(value)}" as ${label}`
  return `${has}, where ${wanted.map((one) => `"${one}"`).join(' or ')} is wanted`
}

function moreText(more: readonly Fault[]): string {
  const labels = [...new Set(more.map(({ label }) => label))]
  return labels.length === 0 ? '' : `; nor does it fit in ${labels.join(', ')}`
}

/** What the images have of a label, each value once; null where it is in none. */
function valuesText(label: string, images: readonly ImageOfStep[]): string | null {
  const values = new Set(images.map((image) => labelIn(label, image)).filter((value) => value !== null))
  return values.size === 0 ? null : shown([...values].join(', '))
}

/** Only what is the image's own: `constructor` is no label. */
function labelIn(label: string, { labels: own }: ImageOfStep): string | null {
  return Object.hasOwn(own, label) ? (own[label] ?? null) : null
}

function shown(value: string): string {
  return value.length > MOST_SHOWN ? `${value.slice(0, MOST_SHOWN)}…` : value
}
