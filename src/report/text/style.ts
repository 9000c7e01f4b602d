import { type Mark, SIGNS } from '../words/signs.ts'

// ANSI foreground colours from the terminal's own palette, which its owner has made readable.
const COLOURS: Readonly<Record<Mark, number>> = {
  added: 32,
  moved: 33,
  same: 36,
  denied: 31,
  done: 32,
  absent: 2,
}

/** Colours text, or leaves it as it is where colour is off; the text itself never changes. */
export interface Palette {
  /** Text in the colour of its mark. */
  mark(mark: Mark, text: string): string
  /** A mark's sign in its colour. */
  sign(mark: Mark): string
  /** Less prominent text: digests, hints. */
  faint(text: string): string
  /** More prominent text: headings. */
  strong(text: string): string
}

/** A palette that writes ANSI codes only where `color` is true. */
export function palette(options: { readonly color: boolean }): Palette {
  const wrap = (on: number, off: number, text: string): string =>
    options.color && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text
  const mark = (name: Mark, text: string): string => wrap(COLOURS[name], name === 'absent' ? 22 : 39, text)
  return {
    mark,
    sign: (name) => mark(name, SIGNS[name]),
    faint: (text) => wrap(2, 22, text),
    strong: (text) => wrap(1, 22, text),
  }
}
