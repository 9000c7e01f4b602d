/** Which end of a copy an error belongs to. */
export type Side = 'source' | 'destination'

/**
 * Every way a command can fail, as a closed list.
 *
 * - `usage`, `invalid-file`: the command line or a document is wrong (exit 2)
 * - `denied`, `immutable`: a gate or an immutable tag says no (exit 3)
 * - `stale`, `locked`: the plan no longer fits, or another run holds the tags (exit 4)
 * - `content`: bytes do not match their digest or size (exit 5)
 * - `unauthorized`, `forbidden`: the registry answered 401 or 403 (exit 6)
 * - `cancelled`: a signal stopped the run (exit 130 or 143)
 * - everything else: the work failed (exit 1)
 */
export type ErrorCode =
  | 'usage'
  | 'invalid-file'
  | 'denied'
  | 'immutable'
  | 'stale'
  | 'locked'
  | 'content'
  | 'unauthorized'
  | 'forbidden'
  | 'cancelled'
  | 'not-found'
  | 'unreachable'
  | 'timeout'
  | 'rate-limited'
  | 'protocol'
  | 'unsupported'
  | 'ledger'
  | 'disk'
  | 'failed'

/** One finding in a document: where it is and what was expected. Lines and columns count from 1. */
export interface Problem {
  readonly message: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
  /** The offending line of the document, without its line end. */
  readonly excerpt?: string
  /** Characters under the caret, at least 1. */
  readonly length?: number
  readonly hint?: string
}

/** What a {@link PromoteError} may carry beside its message. */
export interface ErrorDetails {
  /** What to try next, as a sentence. */
  readonly hint?: string
  /** Which end of a copy failed; stores leave it out, the pipeline adds it. */
  readonly side?: Side
  /** The reference or path the error is about, without credentials. */
  readonly reference?: string
  /** The logical image name of the promotion file, where one is concerned. */
  readonly image?: string
  readonly cause?: unknown
  /** All findings of a document, in order of position. */
  readonly problems?: readonly Problem[]
  /** HTTP status of the answer, where there was one. */
  readonly status?: number
  /** Why, without what was being done: the same for all that fails alike. Goes after a colon, without a full stop. */
  readonly reason?: string
  /** What the registry said to it in its own words, without codes and secrets; empty where it said nothing. */
  readonly said?: string
  /** Digests that a registry says it lacks of what a manifest names; empty where it does not say which. */
  readonly missing?: readonly string[]
}

/**
 * The only error this tool throws on purpose. The message is one sentence for a person
 * and never holds a secret, a token or a signed query string.
 */
export class PromoteError extends Error {
  override readonly name = 'PromoteError'
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.details = details
  }

  /** The same error with more details; details that are set already win. */
  with(details: ErrorDetails): PromoteError {
    const merged = new PromoteError(this.code, this.message, { cause: this, ...details, ...this.details })
    if (this.stack !== undefined) merged.stack = this.stack
    return merged
  }
}

/** The exit code for each error code, as the table in the README and in `promote --help` has it. */
export function exitCodeOf(code: ErrorCode): number {
  switch (code) {
    case 'usage':
    case 'invalid-file':
      return 2
    case 'denied':
    case 'immutable':
      return 3
    case 'stale':
    case 'locked':
      return 4
    case 'content':
      return 5
    case 'unauthorized':
    case 'forbidden':
      return 6
    case 'cancelled':
      return 130
    default:
      return 1
  }
}

/** Of several exit codes the one to end with: 5, 6, 4, 3, 1, then any other; 0 for none. */
export function worstExitCode(codes: Iterable<number>): number {
  const seen = new Set(codes)
  for (const code of [130, 143, 2, 5, 6, 4, 3, 1]) if (seen.has(code)) return code
  return seen.size === 0 ? 0 : Math.max(...seen)
}

/** Any thrown value as a PromoteError; unknown ones become `failed` with the original as cause. */
export function toPromoteError(error: unknown): PromoteError {
  if (error instanceof PromoteError) return error
  if (error instanceof Error && error.name === 'AbortError') {
    return new PromoteError('cancelled', 'The run was cancelled.', { cause: error })
  }
  // What was thrown first is what went wrong; closing up after it failed too.
  if (isSuppressedError(error)) return toPromoteError(error.suppressed)
  const message = error instanceof Error ? error.message : String(error)
  return new PromoteError('failed', message, { cause: error })
}

function isSuppressedError(error: unknown): error is Error & { readonly suppressed: unknown } {
  return error instanceof Error && error.name === 'SuppressedError' && 'suppressed' in error
}

/** Runs `work` and marks what it throws with the side of the copy it happened on. */
export async function onSide<T>(side: Side, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw toPromoteError(error).with({ side })
  }
}
