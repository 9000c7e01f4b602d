import { localNameText } from '../../model/images/local-images.ts'
import type { RemoveReport } from '../../model/images/reports.ts'
import type { ImagesContext } from './context.ts'
import { findNames } from './find.ts'

/**
 * Takes names of images of this machine away, and the content that no name holds any more.
 * @param texts as {@link findNames} takes them; by the beginning of a digest all names of that image go
 * @throws PromoteError `not-found`, before anything is taken away
 */
export async function removeImages(
  context: Pick<ImagesContext, 'local' | 'signal'>,
  texts: readonly string[],
): Promise<RemoveReport> {
  const { local, signal } = context
  const found = await Promise.all(texts.map((text) => findNames(context, text)))
  const names = [
    ...new Map(found.flatMap(({ names }) => names).map((name) => [localNameText(name), name])).values(),
  ]
  const { untagged, deleted, freed, isLater } = await local.remove(names, { signal })
  return { kind: 'rmi', untagged: untagged.map(localNameText), deleted, freed, later: isLater }
}
