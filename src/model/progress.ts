import type { MoveTotals } from './result.ts'

/** The phases of a promotion, in order. */
export type Phase = 'plan' | 'gates' | 'content' | 'verify' | 'tags' | 'record'

/** What a running promotion tells whoever shows it. */
export type ProgressEvent =
  | { readonly kind: 'phase-start'; readonly phase: Phase; readonly total: number }
  | { readonly kind: 'phase-end'; readonly phase: Phase; readonly summary: string }
  | { readonly kind: 'phase-fail'; readonly phase: Phase; readonly summary: string }
  /** Sent as content moves: sums so far. */
  | { readonly kind: 'content'; readonly totals: MoveTotals; readonly images: number; readonly of: number }
  | { readonly kind: 'note'; readonly text: string }

/** Where progress goes. */
export type ProgressListener = (event: ProgressEvent) => void
