import { type ErrorCode, exitCodeOf, type Problem, type PromoteError, type Side } from '../support/errors.ts'

/** An error as `--json` prints it: no stack, no cause, nothing of the command line. */
export interface ErrorReport {
  readonly error: {
    readonly code: ErrorCode
    /** One sentence. */
    readonly message: string
    readonly hint?: string
    readonly side?: Side
    readonly reference?: string
    readonly image?: string
    readonly problems?: readonly Problem[]
  }
  readonly exitCode: number
}

/** The JSON of an error; validates against `error.schema.json`. */
export function errorJson(error: PromoteError, exitCode: number = exitCodeOf(error.code)): ErrorReport {
  const { hint, side, reference, image, problems } = error.details
  return {
    error: {
      code: error.code,
      message: error.message,
      ...(hint === undefined ? {} : { hint }),
      ...(side === undefined ? {} : { side }),
      ...(reference === undefined ? {} : { reference }),
      ...(image === undefined ? {} : { image }),
      ...(problems === undefined ? {} : { problems: problems.map(problemJson) }),
    },
    exitCode,
  }
}

// Field by field: what a later version of the tool puts beside these must not slip into a strict document.
function problemJson({ message, file, line, column, excerpt, length, hint }: Problem): Problem {
  return {
    message,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    ...(excerpt === undefined ? {} : { excerpt }),
    ...(length === undefined ? {} : { length }),
    ...(hint === undefined ? {} : { hint }),
  }
}
