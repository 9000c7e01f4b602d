import { isObject } from '../../support/json-object.ts'
import { objectAt, objectIn, textAt } from './json.ts'

/** An in-toto statement as far as a signature is concerned. */
export interface Statement {
  readonly predicateType: string
  /** Digests of its subjects, `algorithm:hex`. */
  readonly subjects: readonly string[]
}

/** Reads an in-toto statement, of version 0.1 or 1; undefined where it is none. in-toto attestation framework, "Statement". */
export function statementIn(payload: Uint8Array): Statement | undefined {
  const statement = objectIn(payload)
  if (statement === undefined || !textAt(statement, '_type').startsWith('https://in-toto.io/Statement/')) {
    return undefined
  }
  const predicateType = textAt(statement, 'predicateType')
  const { subject } = statement
  if (predicateType === '' || !Array.isArray(subject)) return undefined
  const subjects = subject
    .filter(isObject)
    .flatMap((one) =>
      Object.entries(objectAt(one, 'digest')).map(([algorithm, hex]) => `${algorithm}:${String(hex)}`),
    )
  return { predicateType, subjects }
}
