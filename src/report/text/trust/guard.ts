import { type GuardedManifest, type GuardReport, isImageInUse, type Use } from '../../../model/guard/guard.ts'
import { shortDigest } from '../../../oci/digest.ts'
import { printable } from '../../../support/printable.ts'
import type { RenderOptions } from '../../options.ts'
import { countText, listText } from '../../words/units.ts'
import { alignColumns } from '../columns.ts'
import { palette } from '../style.ts'

/** How many tags of a manifest are named. */
const LISTED_TAGS = 4

/** What is in use, repository by repository: each image with its tags and why, and how many manifests go with it. */
export function guardText(report: GuardReport, options: RenderOptions): string {
  const { repositories } = printable(report)
  const paint = palette(options)
  if (repositories.length === 0) return 'Nothing is in use.\n'
  return repositories
    .map(({ repository, manifests }) => {
      const rows = manifests
        .filter(isImageInUse)
        .map((manifest) => [
          paint.faint(shortDigest(manifest.digest)),
          listText(manifest.tags, LISTED_TAGS),
          usesText(manifest),
          withText(manifests.filter(({ uses }) => uses.some(({ of }) => of === manifest.digest))),
        ])
      return [paint.strong(repository), ...alignColumns(rows, { indent: '  ' }), ''].join('\n')
    })
    .join('')
}

/** `host/path@digest`, a line for each manifest to spare, for other programs. */
export function guardLines(report: GuardReport): string {
  const { repositories } = printable(report)
  return repositories
    .flatMap(({ repository, manifests }) => manifests.map(({ digest }) => `${repository}@${digest}\n`))
    .join('')
}

/** `current in test and prod, held in prod` */
function usesText({ uses }: GuardedManifest): string {
  const own = uses.filter(({ of }) => of === null)
  return [...Map.groupBy(own, ({ kind }) => kind)]
    .map(([kind, all]) => `${kind} in ${placesText(all)}`)
    .join(', ')
}

function placesText(uses: readonly Use[]): string {
  return [...new Set(uses.map(({ environment }) => environment))].join(' and ')
}

function withText(manifests: readonly GuardedManifest[]): string {
  const parts = manifests.filter(({ uses }) => uses.some(({ kind }) => kind === 'part')).length
  const referrers = manifests.length - parts
  return [
    ...(parts === 0 ? [] : [countText(parts, 'part')]),
    ...(referrers === 0 ? [] : [countText(referrers, 'referrer')]),
  ].join(', ')
}
