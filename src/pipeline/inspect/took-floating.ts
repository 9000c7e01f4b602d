import type { Environment } from '../../model/config.ts'
import type { LedgerView } from '../../model/ledger/queries.ts'
import type { LedgerStep, LedgerTag } from '../../model/ledger/steps.ts'
import { isFloating, renderTag } from '../../model/template.ts'
import { compareVersions, isStableVersion } from '../../model/version.ts'
import { splitReference } from '../../oci/reference.ts'

/**
 * Whether a floating tag of the step was to go to it although it held a higher version, or what nobody knows the version
 * of: then only `--take-floating` moves it there again.
 * @param view what the ledger says the tags of the destination hold
 */
export function tookFloating(step: LedgerStep, to: Environment, view: LedgerView): boolean {
  const { tag: version } = splitReference(step.source)
  if (version === undefined || !isStableVersion(version)) return false
  const { digest, image } = step
  const floating = new Set(
    to.tags
      .filter(isFloating)
      .map((template) =>
        renderTag(template, { tag: version, digest, env: to.name, image, label: () => undefined }),
      ),
  )
  return step.tags.some((tag) => floating.has(tag.tag) && wasHigher(tag, version, step, view))
}

function wasHigher(
  { old, new: wanted }: LedgerTag,
  version: string,
  { destination }: LedgerStep,
  view: LedgerView,
): boolean {
  if (old === null || old === wanted) return false
  const held = view.versionsOf(destination, old)
  return held.length === 0 || held.some((other) => (compareVersions(other, version) ?? 0) > 0)
}
