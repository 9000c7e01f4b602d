const REDACTED = 'REDACTED'

const SECRET_HEADERS = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-registry-auth',
])

/** Parameters of a query that say what is asked for, not who asks. */
const PLAIN_PARAMETERS = new Set([
  'scope',
  'service',
  'mount',
  'from',
  'digest',
  'n',
  'last',
  'tag',
  'artifactType',
])

/** Characters from which on a text is long enough to be a secret, and to be looked for in other texts. */
const [SHORTEST_SECRET, SHORTEST_SIGNED] = [4, 8]

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
  const query = [...parsed.searchParams].map(
    ([key, value]) => `${encoded(key)}=${PLAIN_PARAMETERS.has(key) ? encoded(value) : REDACTED}`,
  )
  parsed.search = ''
  return query.length === 0 ? parsed.href : `${parsed.href}?${query.join('&')}`
}

/** What may not be shown of a URL: the values that {@link redactUrl} replaces, where they are long enough to be a secret. */
export function secretsIn({ searchParams, password }: URL): readonly string[] {
  const values = [...searchParams].filter(([key]) => !PLAIN_PARAMETERS.has(key)).map(([, value]) => value)
  return [...values.filter((value) => value.length >= SHORTEST_SIGNED), password]
}

/** A text with every secret in it replaced, also where it stands encoded for a URL or for JSON; shorter ones than 4 characters stay. */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  const forms = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret.toWellFormed()),
      JSON.stringify(secret).slice(1, -1),
    ])
  // The longest first: one may be the beginning of another.
  return [...new Set(forms)]
    .toSorted((one, other) => other.length - one.length)
    .reduce((hidden, form) => hidden.replaceAll(form, REDACTED), text)
}

/** As it stands in a URL; of what is only for reading there, so much as people write. */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(/%(?:2F|3A|2C)/g, decodeURIComponent)
}

/** Characters that are looked at of a text from outside, whatever its length. */
const MOST_READ = 8 * 1024

/**
 * Text from outside (a registry's error message, a helper's output) made fit to print: control
 * characters dropped, URLs redacted, bearer and basic credentials and JWTs replaced, at most `limit` characters.
 * Only the first 8 Ki characters are looked at.
 */
export function redactText(text: string, limit = 500): string {
  const clean = [...beginningOf(text)]
    .map((character) => (isControl(character) ? ' ' : character))
    .join('')
    .replace(/https?:\/\/[^\s"'<>]+/gi, (url) => redactUrl(url))
    .replace(/\b(bearer|basic)\s+[A-Za-z0-9+/=._~-]{8,}/gi, `$1 ${REDACTED}`)
    .replace(/\beyJ[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]*){0,4}/g, REDACTED)
    .replace(/\s+/g, ' ')
    .trim()
  return clean.length <= limit ? clean : `${clean.slice(0, limit - 1)}…`
}

/** Without the word that the cut goes through: half a token is not known for one. */
function beginningOf(text: string): string {
  if (text.length <= MOST_READ) return text
  const cut = text.slice(0, MOST_READ)
  const space = Math.max(cut.lastIndexOf(' '), cut.lastIndexOf('\n'))
  return space < 0 ? cut : cut.slice(0, space)
}

function isControl(character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0x2028 || code === 0x2029
}
