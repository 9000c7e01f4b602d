import { setFlagsFromString } from 'node:v8'

/** What the flags are when nobody set them, by the first numbers of V8's version: Node 22 and 24. */
const DEFAULTS: Readonly<Record<string, Readonly<Record<Flag, string>>>> = {
  '12.4': { 'wasm-tiering-budget': '1800000', 'semi-space-growth-factor': '2' },
  '13.6': { 'wasm-tiering-budget': '13000000', 'semi-space-growth-factor': '2' },
}

/** A flag of V8 that a run may set while it works. */
export type Flag = 'wasm-tiering-budget' | 'semi-space-growth-factor'

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
  const usual = DEFAULTS[process.versions.v8.split('.', 2).join('.')]?.[flag]
  if (usual !== undefined) process.prependOnceListener('exit', () => setFlagsFromString(`--${flag}=${usual}`))
}
