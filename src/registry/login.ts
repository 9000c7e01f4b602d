import type { Proof } from '../model/profile.ts'
import { refusedLoginHint } from '../profiles/names.ts'
import { PromoteError } from '../support/errors.ts'
import type { Credential, Login } from './auth/credentials/credential.ts'
import { createRegistryClient, type RegistryClientOptions } from './client.ts'
import type { Exchange } from './exchange.ts'
import { answerError, protocolError } from './failures/errors.ts'

/** What became of a login that was tried. */
export interface TriedLogin {
  /** What is to be kept: the refresh token, where the registry gave one that works. */
  readonly login: Login
  /** False where the registry asked for no login, so that the password was never shown. */
  readonly isChecked: boolean
}

/**
 * Tries a login as docker does: asks for `/v2/`, follows the challenge, and shows the password once. A refresh token that
 * the registry gives for it takes its place, if it is taken at once.
 * @throws PromoteError `unauthorized` when it is refused, and whatever keeps the registry from answering
 */
export async function tryLogin(
  options: Omit<RegistryClientOptions, 'credentials' | 'onRefreshToken'>,
  host: string,
  proof: Proof,
  signal: AbortSignal,
): Promise<TriedLogin> {
  let token: string | undefined
  const onRefreshToken = (given: string): void => {
    token = given
  }
  const { username } = proof
  const isChecked = await checkLogin(
    { ...options, onRefreshToken },
    host,
    { kind: 'basic', ...proof },
    signal,
  )
  if (token !== undefined && (await works(options, host, token, signal))) {
    return { login: { kind: 'identity-token', username, token }, isChecked }
  }
  return { login: { kind: 'basic', ...proof }, isChecked }
}

/**
 * Asks a registry whether it answers to who asks: `/v2/`, as the OCI distribution specification has it for this.
 * @throws PromoteError `unauthorized` when the credential is refused, `protocol` where no registry answers
 */
async function ping(api: Exchange, signal: AbortSignal): Promise<void> {
  const { host, base } = api.endpoint
  const purpose = { doing: `log in to ${host}`, host, reference: host }
  const answer = await api.ask({
    purpose,
    method: 'GET',
    url: new URL('/v2/', base),
    rights: { needed: new Map(), wanted: new Map() },
    signal,
  })
  if (answer.status === 200) return
  if (answer.status === 404) {
    throw protocolError(
      purpose,
      `nothing is at ${base.host}/v2/`,
      `Is ${host} a registry? Its name has no path.`,
    )
  }
  throw answerError(purpose, answer)
}

/** The words that a registry has for every request without a login, and that say nothing of this one. */
const ANY_REFUSAL = /^(?:$|(?:unauthorized|authentication required|access denied)\b)/i

/** The refusal of a login, in docker's words or the registry's own; any other error as it is. */
function refused(error: unknown, { endpoint, profile }: Exchange, username: string | undefined): unknown {
  if (!(error instanceof PromoteError) || error.code !== 'unauthorized') return error
  const { host } = endpoint
  const { said = '' } = error.details
  const words = ANY_REFUSAL.test(said) ? 'incorrect username or password' : said
  const who = username === undefined ? '' : ` as ${username}`
  return new PromoteError('unauthorized', `Could not log in to ${host}${who}: unauthorized: ${words}.`, {
    reference: host,
    status: 401,
    said,
    hint: refusedLoginHint(host, username ?? '', profile),
    cause: error,
  })
}

/**
 * Shows a registry a credential, where it asks for one.
 * @returns whether it asked, and took it
 * @throws PromoteError `unauthorized` when it is refused, and whatever keeps the registry from answering
 */
export async function checkLogin(
  options: Omit<RegistryClientOptions, 'credentials'>,
  host: string,
  credential: Credential,
  signal: AbortSignal,
): Promise<boolean> {
  let isAsked = false
  const get = async (): Promise<Credential> => {
    isAsked = true
    return credential
  }
  const client = createRegistryClient({ ...options, credentials: { get } })
  const api = client.api(host)
  try {
    await ping(api, signal)
    return isAsked
  } catch (error) {
    throw refused(error, api, 'username' in credential ? credential.username : undefined)
  } finally {
    await client.close()
  }
}

async function works(
  options: Omit<RegistryClientOptions, 'credentials'>,
  host: string,
  token: string,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    return await checkLogin(options, host, { kind: 'identity-token', token }, signal)
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof PromoteError)) throw error
    return false
  }
}
