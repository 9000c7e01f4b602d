import type { Environment } from '../../model/config.ts'
import { type IntentEntry, inStepOf } from '../../model/ledger/entry.ts'
import type { LedgerView } from '../../model/ledger/queries.ts'
import type { LedgerStep } from '../../model/ledger/steps.ts'
import { renderTag } from '../../model/template.ts'
import { splitReference } from '../../oci/reference.ts'
import { PromoteError } from '../../support/errors.ts'
import { shellWord } from '../../support/text/shell-word.ts'
import { needsTag } from '../plan/source/by-digest.ts'
import { tookFloating } from './took-floating.ts'

/** How many images a command line names at most; beyond that it is the plain promotion. */
const NAMED_IMAGES = 20

/**
 * The command line that finishes an open intent: its images by the digests that its tags are held for, so that it is the
 * right one although the file selects another version by now; with the versions of these images that were in step, for they
 * decide which one is current. A source tag is named where the tags are made from it.
 * Floating tags that were taken from a higher version are taken again.
 * @param to the destination as the file has it; undefined when it is no longer there
 * @param view what the ledger says the tags of the destination hold
 */
export function finishCommand(intent: IntentEntry, to: Environment | undefined, view: LedgerView): string {
  const { purpose } = intent
  if (purpose === undefined) return promoteCommand(intent, to, view)
  switch (purpose.kind) {
    case 'repair':
      return ['promote', 'repair', ...namedIn(intent), '--reason', shellWord(purpose.reason)].join(' ')
    case 'rollback':
      // The state it goes back to may be one that no entry of the environment has: the intent itself says all.
      return `promote resume ${intent.sequence}`
    default:
      return purpose satisfies never
  }
}

/** A repair finds out itself what is left: it is told the images, and why as it was said before. */
function namedIn({ to, steps }: IntentEntry): readonly string[] {
  const images = [...new Set(steps.map(({ image }) => image))]
  return [to, ...(images.length > NAMED_IMAGES ? [] : images)]
}

function promoteCommand(entry: IntentEntry, to: Environment | undefined, view: LedgerView): string {
  const fromTag = to === undefined || needsTag(to.tags)
  const { from, to: name } = entry
  const steps = entry.steps.filter(({ tags }) => tags.length > 0)
  const moving = new Set(steps.map(({ image }) => image))
  const beside = inStepOf(entry).filter(({ image, tags }) => tags.length > 0 && moving.has(image))
  const images = [...new Set([...steps, ...beside].map((step) => imageOf(step, fromTag)))]
  const words = images.length > NAMED_IMAGES ? [] : images
  const tag = fromTag && images.length === 1 ? givenTag(steps, to) : []
  const takes = to !== undefined && steps.some((step) => tookFloating(step, to, view))
  const flags = [...tag, ...(takes ? ['--take-floating'] : [])]
  return ['promote', '--from', from, '--to', name, ...words, ...flags].join(' ')
}

/** `--tag`, where the only image came by its digest: the source need not have its tag. */
function givenTag(steps: readonly LedgerStep[], to: Environment | undefined): readonly string[] {
  const [only, ...others] = steps.filter(({ tags }) => tags.length > 0)
  if (only === undefined || others.length > 0 || splitReference(only.source).tag !== undefined) return []
  const own = only.tags.map(({ tag }) => tag)
  return ['--tag', own.find((tag) => gives(to, only, tag, own)) ?? 'TAG']
}

/** Whether the templates of the destination give these tags to what is called `tag` in the source. */
function gives(
  to: Environment | undefined,
  { image, digest }: LedgerStep,
  tag: string,
  own: readonly string[],
): boolean {
  const rendered = (to?.tags ?? []).flatMap((template) => {
    try {
      return [renderTag(template, { tag, digest, image, env: to?.name ?? '', label: () => undefined })]
    } catch (error) {
      if (error instanceof PromoteError) return []
      throw error
    }
  })
  return own.every((one) => rendered.includes(one))
}

function imageOf({ image, source, digest }: LedgerStep, fromTag: boolean): string {
  const { tag } = fromTag ? splitReference(source) : {}
  return `${image}${tag === undefined ? '' : `:${tag}`}@${digest}`
}
