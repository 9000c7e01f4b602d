import { resolve } from 'node:path'
import { type Location, parseReference, type Reference } from '../../oci/reference.ts'
import { PromoteError } from '../../support/errors.ts'

/** An image of a registry, as a command line names it. */
export interface ImageName extends Reference {
  readonly location: Extract<Location, { kind: 'registry' }>
}

/** Reads `NAME[:TAG][@DIGEST]` of a registry. @throws PromoteError `usage` for anything else */
export function parseImageName(text: string): ImageName {
  const { location, ...rest } = parseReference(text, resolve)
  if (location.kind === 'registry') return { ...rest, location }
  throw new PromoteError('usage', `"${text}" is a folder, not an image of a registry.`, {
    hint: 'promote copy takes folders: promote copy oci:FOLDER:TAG HOST/NAME:TAG',
  })
}
