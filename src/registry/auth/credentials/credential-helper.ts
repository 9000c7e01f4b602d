import { isObject } from '../../../support/json-object.ts'
import { redactText } from '../../../support/redact.ts'
import type { Credential, Login } from './credential.ts'
import { type HelperEnd, type HelperOptions, helperFailure, runHelper } from './helper-process.ts'

const NOT_FOUND = 'credentials not found in native keychain'
/** Stands in for the user name where the secret is an identity token. */
const TOKEN_USER = '<token>'

/**
 * Asks a helper for the credential of a server; undefined when it has none.
 * @throws PromoteError `failed` when the helper fails, is not there, or answers with something else
 */
export async function askHelper(
  suffix: string,
  server: string,
  options: HelperOptions,
): Promise<Credential | undefined> {
  const end = await runHelper(suffix, 'get', server, options)
  if (end.code !== 0) {
    if (end.output.includes(NOT_FOUND)) return undefined
    throw refusal(suffix, server, end, options)
  }
  return readAnswer(suffix, end.output, options)
}

/** Lets a helper keep what proves a login to a server. @throws PromoteError `failed`, without the secret */
export async function storeInHelper(
  suffix: string,
  server: string,
  login: Login,
  options: HelperOptions,
): Promise<void> {
  const [username, secret] =
    login.kind === 'basic' ? [login.username, login.password] : [TOKEN_USER, login.token]
  const input = JSON.stringify({ ServerURL: server, Username: username, Secret: secret })
  const { code, output } = await runHelper(suffix, 'store', input, options)
  if (code !== 0) {
    // Some helpers repeat what they were given.
    const said = output.replaceAll(input, '…').replaceAll(secret, '…')
    throw refusal(suffix, server, { code, output: said }, options)
  }
}

/** Lets a helper forget a server; one that it does not know is none to it. @throws PromoteError `failed` */
export async function eraseFromHelper(suffix: string, server: string, options: HelperOptions): Promise<void> {
  const end = await runHelper(suffix, 'erase', server, options)
  if (end.code !== 0 && !end.output.includes(NOT_FOUND)) throw refusal(suffix, server, end, options)
}

/** The servers that a helper keeps logins to. @throws PromoteError `failed` when it does not say */
export async function listInHelper(suffix: string, options: HelperOptions): Promise<readonly string[]> {
  const end = await runHelper(suffix, 'list', '', options)
  if (end.code !== 0) throw refusal(suffix, 'a list of its logins', end, options)
  let answer: unknown
  try {
    answer = JSON.parse(end.output)
  } catch {
    throw helperFailure(suffix, 'it answered with something that is not JSON', options)
  }
  return isObject(answer) ? Object.keys(answer) : []
}

function readAnswer(suffix: string, output: string, options: HelperOptions): Credential | undefined {
  let answer: unknown
  try {
    answer = JSON.parse(output)
  } catch {
    throw helperFailure(suffix, 'it answered with something that is not JSON', options)
  }
  const { Username: username, Secret: secret } = isObject(answer) ? answer : {}
  if (typeof username !== 'string' || typeof secret !== 'string') {
    throw helperFailure(suffix, 'it answered without Username and Secret', options)
  }
  if (username === '' && secret === '') return undefined
  return username === TOKEN_USER
    ? { kind: 'identity-token', token: secret }
    : { kind: 'basic', username, password: secret }
}

function refusal(
  suffix: string,
  server: string,
  { code, output }: HelperEnd,
  options: HelperOptions,
): ReturnType<typeof helperFailure> {
  return helperFailure(
    suffix,
    `it failed for ${server}: ${sentenceIn(output) || (code === null ? 'a signal ended it' : `exit code ${code}`)}`,
    options,
  )
}

/** What a helper says when it fails; nothing where that may be an answer, with the secret in it: JSON, or one word. */
function sentenceIn(output: string): string {
  return /[{}]/.test(output) || !/\S\s+\S/.test(output) ? '' : redactText(output, 200)
}
