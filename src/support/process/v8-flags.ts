import { cachedDataVersionTag, setFlagsFromString } from 'node:v8'

/** What each flag is where nobody set it, in Node 22 and 24. V8 can be told a flag, not asked. */
export const V8_PRESETS = {
  'invocation-count-for-maglev': [400],
  // `node --v8-options` says 3,000; where Maglev is on, as in Node 24, V8 takes 10,000.
  'invocation-count-for-turbofan': [10_000, 3000],
  'semi-space-growth-factor': [2],
  'heap-growing-percent': [0],
} as const satisfies Readonly<Record<string, readonly number[]>>

/** A flag of V8 that a run may set while it works. */
export type Flag = keyof typeof V8_PRESETS

const set = new Set<Flag>()

/**
 * Sets a flag of V8 for the rest of the process; once. To be called late, after what a run needs is loaded: compiled code
 * that is kept, Node's own above all, is taken only under the flags that it was made with. At the end the flag is taken
 * back, so that the code which is kept then fits the next start.
 */
export function setV8Flag(flag: Flag, value: number): void {
  if (set.has(flag)) return
  set.add(flag)
  const before = cachedDataVersionTag()
  setFlagsFromString(`--${flag}=${value}`)
  // The last to be set is the first to be taken back: so the tag says whether it is as it was.
  process.prependOnceListener('exit', () => {
    for (const preset of V8_PRESETS[flag]) {
      setFlagsFromString(`--${flag}=${preset}`)
      if (cachedDataVersionTag() === before) return
    }
  })
}
