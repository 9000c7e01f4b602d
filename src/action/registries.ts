import { PromoteError } from '../support/errors.ts'

/** A login for one registry, for this run alone. */
export interface RegistryLogin {
  readonly host: string
  readonly username: string
  readonly password: string
}

/** What the `registries` input says. */
export interface RegistryLogins {
  readonly logins: readonly RegistryLogin[]
  /** Numbers of the lines that hold a host alone, because the secrets of the workflow are not there: a fork's run has none. */
  readonly anonymous: readonly number[]
}

/**
 * Reads the `registries` input: a line for each registry, `HOST USERNAME PASSWORD` with spaces between; the password is
 * the rest of the line and may hold spaces. A host alone is asked without a login. `mask` is told of every word that may be a secret before anything can fail.
 * @throws PromoteError `usage` with the number of each line that cannot be read, and nothing that stands in it
 */
export function readRegistryLogins(text: string, mask: (secret: string) => void): RegistryLogins {
  const lines = text.split(/\r?\n/).map((line, index) => ({ line: line.trim(), number: index + 1 }))
  const filled = lines.filter(({ line }) => line !== '')
  const read = filled.map(({ line, number }) => ({ ...readLine(line), number }))
  for (const { secrets } of read) for (const secret of secrets) mask(secret)
  const problems = read.flatMap(({ problem, number }) =>
    problem === undefined ? [] : [{ message: `Line ${number}: ${problem}` }],
  )
  const logins = read.flatMap(({ login }) => (login === undefined ? [] : [login]))
  const hosts = logins.map(({ host }) => host)
  for (const host of new Set(hosts.filter((one, at) => hosts.indexOf(one) !== at)))
    problems.push({ message: `${host} stands in more than one line.` })
  if (problems.length === 0) {
    return { logins, anonymous: read.flatMap(({ login, number }) => (login === undefined ? [number] : [])) }
  }
  throw new PromoteError('usage', 'The input registries cannot be read.', {
    hint: 'A line is HOST USERNAME PASSWORD, with spaces between; a secret that is not set leaves its place empty.',
    problems,
  })
}

/**
 * `DOCKER_AUTH_CONFIG` with the logins added to what it held; undefined where there is neither.
 * @throws PromoteError `usage` when what it held is not JSON with an object `auths`
 */
export function dockerAuthConfig(
  held: string | undefined,
  logins: readonly RegistryLogin[],
): string | undefined {
  if (logins.length === 0) return held
  const own = logins.map(({ host, username, password }) => [
    host,
    { auth: Buffer.from(`${username}:${password}`).toString('base64') },
  ])
  return JSON.stringify({ auths: { ...heldAuths(held), ...Object.fromEntries(own) } })
}

interface ReadLine {
  readonly login?: RegistryLogin
  readonly problem?: string
  /** What must never be shown; for a line that cannot be read, the whole line. */
  readonly secrets: readonly string[]
}

function readLine(line: string): ReadLine {
  const [host, credentials] = splitWord(line)
  const [username, password] = splitWord(credentials)
  if (username === '' && isHost(host)) return { secrets: [] }
  if (host === '' || username === '' || password === '') {
    return {
      problem: 'there are not three words: a host, a user name and a password.',
      secrets: [line, ...line.split(/\s+/)],
    }
  }
  const secrets = [password, Buffer.from(`${username}:${password}`).toString('base64')]
  if (!isHost(host))
    return { problem: 'it does not begin with a host, such as ghcr.io or localhost:5000.', secrets }
  if (username.includes(':')) return { problem: 'a user name cannot hold a colon.', secrets }
  return { login: { host, username, password }, secrets }
}

/** The first word of a text and what comes behind the space after it. */
function splitWord(text: string): readonly [word: string, rest: string] {
  const at = text.search(/\s/)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at).trimStart()]
}

/** `name` or `name:port`; no scheme and no path. */
function isHost(text: string): boolean {
  return (
    /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/i.test(text) || /^\[[0-9a-f:.]+\](:\d{1,5})?$/i.test(text)
  )
}

function heldAuths(held: string | undefined): object {
  if (held === undefined || held.trim() === '') return {}
  try {
    const document: unknown = JSON.parse(held)
    if (typeof document === 'object' && document !== null) {
      const { auths = {} } = document as { auths?: unknown }
      if (typeof auths === 'object' && auths !== null) return auths
    }
  } catch {
    // The parser's message is dropped: it quotes the text, which holds secrets.
  }
  throw new PromoteError('usage', 'DOCKER_AUTH_CONFIG is not JSON with an object "auths".', {
    hint: 'Mend it, or leave it out: the input registries is enough.',
  })
}
