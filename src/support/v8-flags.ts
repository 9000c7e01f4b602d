import { setFlagsFromString } from 'node:v8'

/** A flag of V8 that a run may set while it works. */
export type Flag =
  | 'wasm-tiering-budget'
  | 'invocation-count-for-maglev'
  | 'invocation-count-for-turbofan'
  | 'semi-space-growth-factor'
  | 'heap-growing-percent'

const set = new Set<Flag>()

/**
 * Sets a flag of V8 for the rest of the process; once. To be called late, after what a run needs is loaded: compiled code
 * that is kept, Node's own above all, is taken only under the flags that it was made with.
 */
export function setV8Flag(flag: Flag, value: number): void {
  if (set.has(flag)) return
  set.add(flag)
  setFlagsFromString(`--${flag}=${value}`)
}
