import { type Digest, isDigest } from '../../oci/digest.ts'
import { isTag } from '../../oci/reference.ts'
import { isObject, type JsonObject } from '../../support/json-object.ts'

/** Characters of a description or a name that are kept: registries have shorter ones. */
const MOST_CHARACTERS = 1000

/** The objects in what should be a list of them; what else is in it is left out. */
export function objectsIn(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

/** A text, cut where no registry has one so long; empty for anything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, MOST_CHARACTERS) : ''
}

/** A tag; undefined for anything that cannot be one. */
export function tagOf(value: unknown): string | undefined {
  return typeof value === 'string' && isTag(value) ? value : undefined
}

/** A digest; null for anything else. */
export function digestOrNull(value: unknown): Digest | null {
  return typeof value === 'string' && isDigest(value) ? value : null
}

/** A count or a size, as a number or its digits; null for anything else. */
export function countOrNull(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null
}

/** A time as ISO 8601; null for anything else, and for the zero time of Go. */
export function timeOrNull(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const at = new Date(value)
  return Number.isNaN(at.getTime()) || at.getTime() <= 0 ? null : at.toISOString()
}

/** `os/architecture[/variant]` of each that names both, each once; what is for no platform is left out. */
export function platformsOf(
  all: readonly { readonly os: unknown; readonly architecture: unknown; readonly variant?: unknown }[],
): readonly string[] {
  const texts = all.flatMap(({ os, architecture, variant }) => {
    const parts = [textOf(os), textOf(architecture), textOf(variant)]
    return parts[0] === '' || parts[1] === '' || parts[0] === 'unknown' ? [] : parts.filter(Boolean).join('/')
  })
  return [...new Set(texts)]
}
