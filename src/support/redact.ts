const REDACTED = 'REDACTED'

const SECRET_HEADERS = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-registry-auth',
])

/** True for a header whose value must never be shown. */
export function isSecretHeader(name: string): boolean {
  return SECRET_HEADERS.has(name.toLowerCase())
}

/**
 * A URL that can be shown: user, password and fragment removed, and every query value
 * replaced except those that name what is asked for. Text that is no URL comes back as `REDACTED`.
 */
export function redactUrl(url: string | URL): string {
  let parsed: URL
  try {
    parsed = new URL(url)
  } catch {
    return REDACTED
  }
  parsed.username = ''
  parsed.password = ''
  parsed.hash = ''
  const shown = new Set(['scope', 'service', 'mount', 'from', 'digest', 'n', 'last', 'tag', 'artifactType'])
  const query = [...parsed.searchParams].map(([key, value]) => `${key}=${shown.has(key) ? value : REDACTED}`)
  parsed.search = ''
  return query.length === 0 ? parsed.href : `${parsed.href}?${query.join('&')}`
}

/**
 * Text from outside (a registry's error message, a helper's output) made fit to print: control
 * characters dropped, URLs redacted, bearer and basic credentials and JWTs replaced, at most `limit` characters.
 */
export function redactText(text: string, limit = 500): string {
  const clean = [...text]
    .map((character) => (isControl(character) ? ' ' : character))
    .join('')
    .replace(/https?:\/\/[^\s"'<>]+/gi, (url) => redactUrl(url))
    .replace(/\b(bearer|basic)\s+[A-Za-z0-9+/=._~-]{8,}/gi, `$1 ${REDACTED}`)
    .replace(/\beyJ[A-Za-z0-9_-]{10,}(\.[A-Za-z0-9_-]*){1,4}/g, REDACTED)
    .replace(/\s+/g, ' ')
    .trim()
  return clean.length <= limit ? clean : `${clean.slice(0, limit - 1)}…`
}

function isControl(character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0x2028 || code === 0x2029
}
