import { listText } from '../units.ts'

/** How many images the line names. */
const NAMED_IMAGES = 10

/** `left out: web (--exclude)`, or nothing. */
export function leftOutLines({ leftOut = [] }: { readonly leftOut?: readonly string[] }): readonly string[] {
  return leftOut.length === 0 ? [] : [`left out: ${listText(leftOut, NAMED_IMAGES)} (--exclude)`]
}
