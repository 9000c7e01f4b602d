/** The phases of a promotion, in order. */
export type Phase = 'plan' | 'gates' | 'content' | 'verify' | 'tags' | 'record'

/** How far the content of one step is. A live object: its numbers change from one look to the next. */
export interface ImageMove {
  readonly image: string
  /** The tag it has in the source; null when it was asked for by digest alone. */
  readonly tag: string | null
  readonly state: 'moving' | 'done' | 'failed'
  /** Bytes that are sent for it, as far as is known by now; what is mounted or there already is none of them. */
  readonly bytes: number
  /** Bytes of them that have gone out, those of blobs on their way included. */
  readonly sent: number
  /** Blobs it consists of; 0 until its manifests were read. */
  readonly blobs: number
  /** Blobs of them that are in the destination. */
  readonly there: number
  /** Milliseconds it took; undefined while it moves. */
  readonly milliseconds: number | undefined
}

/** How far a reading is. A live object: its numbers change from one look to the next. */
export interface Reading {
  /** What is read. */
  readonly environments: readonly string[]
  /** How much of {@link Reading.of} was read. */
  readonly done: number
  readonly of: number
  /** Bytes of blobs that were read and hashed. */
  readonly bytes: number
}

/** What a run tells whoever shows it. What is counted is looked at in live objects: there is no event for a blob or a chunk. */
export type ProgressEvent =
  /** Sent once as a reading begins; it is over when the next event of any kind comes. */
  | { readonly kind: 'reading'; readonly reading: Reading }
  | { readonly kind: 'phase-start'; readonly phase: Phase; readonly total: number }
  | { readonly kind: 'phase-end'; readonly phase: Phase; readonly summary: string }
  | { readonly kind: 'phase-fail'; readonly phase: Phase; readonly summary: string }
  /** Sent once as the content phase has begun. */
  | { readonly kind: 'content'; readonly images: readonly ImageMove[] }
  /** The entry of the intent that holds the tags of this run; null once its outcome is written or kept. */
  | { readonly kind: 'held'; readonly entry: number | null }
  /** Sent once as the run begins to wait for another; it is over when the next event of any kind comes. */
  | { readonly kind: 'waiting'; readonly text: string }
  | { readonly kind: 'note'; readonly text: string }

/** Where progress goes. */
export type ProgressListener = (event: ProgressEvent) => void
