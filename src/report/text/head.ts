import type { Digest } from '../../oci/digest.ts'
import type { RenderOptions } from '../options.ts'
import { type Palette, palette } from './style.ts'
import { displayWidth } from './width.ts'

/** A label and the hash of the ledger's head: on one line where they fit, else the hash, which is for pasting, whole on one of its own. */
export function headLines(label: string, hash: Digest, options: RenderOptions): string[] {
  const paint: Palette = palette(options)
  const line = `${label} ${hash}`
  const lines = displayWidth(line) <= options.width ? [line] : [label.trimEnd(), `  ${hash}`]
  return lines.map((text) => paint.faint(text))
}
