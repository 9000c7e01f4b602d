import type { Environment } from '../../model/config.ts'
import type { IntentEntry, LedgerStep } from '../../model/ledger/entry.ts'
import { variablesOf } from '../../model/template.ts'
import { splitReference } from '../../oci/reference.ts'

/** How many images a command line names at most; beyond that it is the plain promotion. */
const NAMED_IMAGES = 20

/** What templates make from the source tag. */
const FROM_TAG: ReadonlySet<string> = new Set(['tag', 'major', 'minor', 'patch'])

/**
 * The command line that finishes an open intent: its images by the digests that its tags are held for, so that it is the
 * right one although the file selects another version by now. A source tag is named where the tags are made from it.
 * @param to the destination as the file has it; undefined when it is no longer there
 */
export function finishCommand({ from, to: name, steps }: IntentEntry, to: Environment | undefined): string {
  const fromTag =
    to?.tags.some((template) => variablesOf(template).some((part) => FROM_TAG.has(part))) ?? true
  const images = [
    ...new Set(steps.filter(({ tags }) => tags.length > 0).map((step) => imageOf(step, fromTag))),
  ]
  const words = images.length > NAMED_IMAGES ? [] : images
  return ['promote', '--from', from, '--to', name, ...words].join(' ')
}

function imageOf({ image, source, digest }: LedgerStep, fromTag: boolean): string {
  const { tag } = fromTag ? splitReference(source) : {}
  return `${image}${tag === undefined ? '' : `:${tag}`}@${digest}`
}
