import { setFlagsFromString } from 'node:v8'

/** What the flags are when nobody set them, as `node --v8-options` of Node 22 and 24 says. V8 can be told a flag, not asked. */
const DEFAULTS = { 'wasm-tiering-budget': 13_000_000, 'semi-space-growth-factor': 2 } as const

/** A flag of V8 that a run may set while it works. */
export type Flag = keyof typeof DEFAULTS

const set = new Set<Flag>()

/**
 * Sets a flag of V8 for the rest of the process; once. To be called late: compiled code that is kept, Node's own above
 * all, is taken only under the flags that it was made with. At the end the flag is taken back, so that code which is kept
 * then fits the next start.
 */
export function setV8Flag(flag: Flag, value: number): void {
  if (set.has(flag)) return
  set.add(flag)
  setFlagsFromString(`--${flag}=${value}`)
  process.prependOnceListener('exit', () => setFlagsFromString(`--${flag}=${DEFAULTS[flag]}`))
}
