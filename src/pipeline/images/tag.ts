import type { TagReport } from '../../model/images/reports.ts'
import { type Location, locationText } from '../../oci/reference.ts'
import { PromoteError } from '../../support/errors.ts'
import type { ImagesContext } from './context.ts'
import { findNames } from './find.ts'

/**
 * Gives an image of this machine one more name; the name leaves the image that had it.
 * @param source as {@link findNames} takes it
 * @throws PromoteError `not-found`, `content` where the image is damaged
 */
export async function tagImage(
  context: Pick<ImagesContext, 'local' | 'signal'>,
  source: string,
  target: { readonly location: Location; readonly tag: string },
): Promise<TagReport> {
  const { local, signal } = context
  return local.use(
    async () => {
      const [found] = (await findNames(context, source)).names
      const manifest = await local
        .repository(found?.repository ?? '')
        .manifest(found?.descriptor.digest ?? '', { signal })
      if (manifest === undefined)
        throw new PromoteError('content', `The manifest of ${source} is not here any more.`)
      const repository = locationText(target.location)
      await local.repository(repository).tag(manifest, target.tag, { signal })
      return {
        kind: 'tag',
        source,
        target: `${repository}:${target.tag}`,
        digest: manifest.descriptor.digest,
      }
    },
    { signal },
  )
}
