import { isObject, type JsonObject } from '../../support/json-object.ts'
import { parseJson } from '../../support/parse-json.ts'

/**
 * The trusted roots of Sigstore in a file: one JSON document, or one a line, as `gh attestation trusted-root` writes them.
 * Only that each is one is looked at, not what it lists. Empty where something else stands there.
 */
export function trustedRootsIn(text: string): readonly JsonObject[] {
  const whole = parsed(text)
  if (whole !== undefined) return isTrustedRoot(whole) ? [whole] : []
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const roots = lines.map(parsed).filter(isTrustedRoot)
  return roots.length === lines.length ? roots : []
}

function parsed(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

function isTrustedRoot(value: unknown): value is JsonObject {
  if (!isObject(value)) return false
  const { certificateAuthorities } = value
  return Array.isArray(certificateAuthorities) && certificateAuthorities.length > 0
}
