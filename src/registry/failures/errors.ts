import { STATUS_CODES } from 'node:http'
import type { RegistryProfile } from '../../model/profile.ts'
import { PROFILES, profileOf, profilesSpoken } from '../../profiles/index.ts'
import { loginAdvice } from '../../profiles/names.ts'
import { type ErrorCode, PromoteError } from '../../support/errors.ts'
import { isObject } from '../../support/json-object.ts'
import { parseJson } from '../../support/parse-json.ts'
import { redactText } from '../../support/redact.ts'
import { withoutTrailing } from '../../support/text/trailing.ts'
import { type HeaderFields, headerOf, type WireAnswer } from '../http/transport.ts'
import { clientHint } from './certificate-failure.ts'
import type { Failure } from './failures.ts'
import { rateLimitOf, rateLimitText, spanText } from './rate-limit.ts'

/** What a request is for, so that its failure can be told in one sentence. */
export interface Purpose {
  /** Goes after "Could not": `read the manifest 1.4.2 of registry.example.com/prod/api`. */
  readonly doing: string
  /** Who is asked: named when it does not answer as it should. */
  readonly host: string
  /** The registry as people write it, where another host is asked on its behalf. */
  readonly registry?: string
  /** `host/repository[:tag]`. */
  readonly reference: string
  /** Knows by then which registry it is, where its name does not tell. */
  readonly speaker?: { readonly profile: RegistryProfile | undefined }
}

/** One entry of an error body. OCI distribution spec 1.1, "Error Codes". */
export interface RegistryFault {
  readonly code: string
  readonly message: string
}

const IMMUTABLE_STATUS = new Set([400, 403, 405, 409, 412])
const IMMUTABLE_WORDS = [/immutable/i, ...PROFILES.flatMap(({ immutableWords }) => immutableWords ?? [])]
const FAILURE_WORDS = [
  /quota (?:is |has been |was )?(?:exceeded|full|reached)/i,
  ...PROFILES.flatMap(({ failureWords }) => failureWords ?? []),
]
const RIGHTS_CODES = new Set(['DENIED', 'UNAUTHORIZED'])
const CONTENT_CODES = new Set(['DIGEST_INVALID', 'SIZE_INVALID'])

/** The error of a request that got no answer after `tries` tries. */
export function purposeError(
  purpose: Purpose,
  failure: Failure,
  tries: number,
  cause: unknown,
): PromoteError {
  const times = tries > 1 ? ` (tried ${tries} times)` : ''
  return new PromoteError(failure.code, `Could not ${purpose.doing}: ${failure.reason}${times}.`, {
    reference: purpose.reference,
    reason: failure.reason,
    cause,
    ...(failure.hint === undefined ? {} : { hint: failure.hint }),
  })
}

/** An error of our own about what a registry answered; `why` ends the sentence. */
export function protocolError(purpose: Purpose, why: string, hint?: string): PromoteError {
  return new PromoteError('protocol', `Could not ${purpose.doing}: ${why}.`, {
    reference: purpose.reference,
    reason: why,
    ...(hint === undefined ? {} : { hint }),
  })
}

/** The error that an unwelcome answer means. */
export function answerError(purpose: Purpose, answer: WireAnswer): PromoteError {
  const faults = faultsOf(answer)
  const code = codeOf(answer.status, faults)
  const hint = hintOf(code, purpose, answer, faults)
  const reason = `${answer.elsewhere ?? purpose.host} answered ${said(answer, faults)}`
  return new PromoteError(code, `Could not ${purpose.doing}: ${reason}.`, {
    reference: purpose.reference,
    reason,
    status: answer.status,
    said: ownWords(answer, faults),
    ...(hint === undefined ? {} : { hint }),
  })
}

/** The errors in an answer's body, none when it has no such body. */
export function faultsOf(answer: WireAnswer): readonly RegistryFault[] {
  const body = jsonOf(answer.body)
  const list = isObject(body) && Array.isArray(body.errors) ? body.errors : isObject(body) ? [body] : []
  return list.flatMap((entry: unknown) => {
    if (!isObject(entry)) return []
    const code = typeof entry.code === 'string' ? entry.code : ''
    const detail = typeof entry.detail === 'string' ? entry.detail : ''
    const text = [entry.message, entry.details, entry.error_description, entry.error].find(
      (value) => typeof value === 'string' && value !== '',
    )
    const message = [text, detail].filter((part) => typeof part === 'string' && part !== '').join(': ')
    return code === '' && message === '' ? [] : [{ code, message }]
  })
}

/**
 * True when an answer says that what was asked for is certainly absent. A body that speaks of rights does not: some
 * registries hide behind 404 what an account may not see.
 */
export function isAbsence(answer: WireAnswer): boolean {
  return answer.status === 404 && !faultsOf(answer).some(({ code }) => RIGHTS_CODES.has(code))
}

/** True when a refusal means that the tag may not move; registries have no common code for it, each has its own words. */
export function isImmutableRefusal(answer: WireAnswer): boolean {
  return (
    IMMUTABLE_STATUS.has(answer.status) &&
    faultsOf(answer).some((fault) => IMMUTABLE_WORDS.some((words) => words.test(wordsOf(fault))))
  )
}

/** True when the body is a web page: a login form or a proxy in place of a registry. */
export function isWebPage(headers: HeaderFields, body: Uint8Array): boolean {
  if (headerOf(headers, 'content-type')?.toLowerCase().startsWith('text/html')) return true
  return /^\s*<(!doctype|html)/i.test(Buffer.from(body.subarray(0, 64)).toString('latin1'))
}

function codeOf(status: number, faults: readonly RegistryFault[]): ErrorCode {
  if (faults.some(({ code }) => CONTENT_CODES.has(code)) && status < 500) return 'content'
  switch (status) {
    case 401:
      return 'unauthorized'
    case 403:
      return faults.some(isFailure) ? 'failed' : 'forbidden'
    case 404:
      return faults.some(({ code }) => RIGHTS_CODES.has(code)) ? 'forbidden' : 'not-found'
    case 408:
      return 'timeout'
    case 429:
      return 'rate-limited'
    default:
      return status >= 300 && status < 400 ? 'protocol' : 'failed'
  }
}

/** The sentences of an answer, without codes. */
function ownWords(answer: WireAnswer, faults: readonly RegistryFault[]): string {
  if (isWebPage(answer.headers, answer.body)) return ''
  const texts = faults.map(({ code, message }) => message || code)
  const text = texts.length === 0 ? Buffer.from(answer.body).toString('utf8') : texts.join('; ')
  return withoutTrailing(redactText(text, 300), '.')
}

/** A quota that is full is no lack of rights, nor is content that is not taken. */
function isFailure(fault: RegistryFault): boolean {
  return FAILURE_WORDS.some((words) => words.test(wordsOf(fault)))
}

function said(answer: WireAnswer, faults: readonly RegistryFault[]): string {
  if (isWebPage(answer.headers, answer.body)) return `${answer.status} with a web page`
  const texts = faults.slice(0, 3).map(wordsOf)
  const more = faults.length > 3 ? `; and ${faults.length - 3} more` : ''
  const plain = texts.length === 0 ? Buffer.from(answer.body).toString('utf8') : texts.join('; ') + more
  const text = withoutTrailing(redactText(plain, 300), '.')
  // A HEAD has no body: the name of its status has to do.
  return text === ''
    ? `${answer.status} ${STATUS_CODES[answer.status] ?? ''}`.trim()
    : `${answer.status} (${text})`
}

/** What is known of the login of a refused request, as a sentence with a space after it, or nothing. */
function loginState(hadLogin: boolean | undefined): string {
  if (hadLogin === undefined) return ''
  return hadLogin ? 'The stored login is refused. ' : 'No login was found. '
}

function hintOf(
  code: ErrorCode,
  purpose: Purpose,
  answer: WireAnswer,
  faults: readonly RegistryFault[],
): string | undefined {
  const host = purpose.registry ?? purpose.host
  const recognized = purpose.speaker?.profile
  const advice = adviceOf(host, recognized, answer.status, faults)
  if (advice !== undefined) return advice
  switch (code) {
    case 'unauthorized': {
      const { command, note } = loginAdvice(host, recognized)
      if (answer.unreadLogin !== undefined) return `${loginState(answer.hadLogin)}${answer.unreadLogin}`
      return `${loginState(answer.hadLogin)}Log in with \`${command}\`, as someone who may do this; a name that does not exist is refused the same way.${note}`
    }
    case 'forbidden':
      return 'The account is known but may not do this: check its rights, the quota, and whether the repository is read-only.'
    case 'rate-limited':
      return rateHint(answer, (recognized ?? profileOf(host))?.known.rateLimits?.says)
    case 'content':
      return 'The bytes changed on the way, or the source is damaged: run it again, and check the source with `promote verify --deep`.'
    default:
      if (
        faults.some(({ message }) => /HTTP request to an HTTPS server/i.test(message)) ||
        isTlsPort(answer)
      ) {
        return `The host speaks TLS: remove registries."${purpose.host}".plainHttp, or set it to false.`
      }
      if (wantsClientCertificate(answer)) return clientHint(purpose.host)
      if (answer.status === 503) {
        const known = profileOf(host)?.known.rateLimits?.says
        if (known?.includes('503') === true) return `${known} Try again later, or set requestsPerSecond.`
      }
      if (answer.status >= 500)
        return 'The registry has a problem of its own: look at its log, or try again later.'
      if (isWebPage(answer.headers, answer.body)) {
        return `Is ${purpose.host} a registry? A login page or a proxy may stand in its place.`
      }
      return undefined
  }
}

/** How many there may be, and when there may be more, as far as the answer says. */
function rateHint({ headers }: WireAnswer, known: string | undefined): string {
  const after = headerOf(headers, 'retry-after')
  const limit = rateLimitOf(headers)
  const told = limit === undefined ? withSpace(known) : `${rateLimitText(limit)}. `
  const window = limit?.windowSeconds
  const later = window === undefined ? 'Try again later' : `There are more within ${spanText(window)}`
  const when =
    after === undefined
      ? later
      : `Try again after ${/^\d+$/.test(after) ? `${after} s` : redactText(after, 40)} (Retry-After)`
  return `${told}${when}; logged-in accounts usually have a higher limit.`
}

function withSpace(sentence: string | undefined): string {
  return sentence === undefined ? '' : `${sentence} `
}

/** What the registry's profile knows to do about words of its own. */
function adviceOf(
  host: string,
  recognized: RegistryProfile | undefined,
  status: number,
  faults: readonly RegistryFault[],
): string | undefined {
  for (const one of profilesSpoken(host, recognized).flatMap((profile) => profile.advice ?? [])) {
    if (one.status !== undefined && one.status !== status) continue
    for (const fault of faults) {
      const found = one.says.exec(wordsOf(fault))
      if (found !== null) return typeof one.hint === 'string' ? one.hint : one.hint({ host, found })
    }
  }
  return undefined
}

/** `CODE: message`. */
function wordsOf({ code, message }: RegistryFault): string {
  return [code, message].filter(Boolean).join(': ')
}

function isTlsPort(answer: WireAnswer): boolean {
  return (
    answer.status === 400 &&
    /HTTPS server|plain HTTP request/i.test(Buffer.from(answer.body).toString('latin1'))
  )
}

/** nginx takes every connection, and refuses the requests. */
function wantsClientCertificate({ status, body }: WireAnswer): boolean {
  return (
    status === 400 &&
    /No required SSL certificate was sent|The SSL certificate error/.test(
      Buffer.from(body).toString('latin1'),
    )
  )
}

/** The body as JSON, undefined when it is none. */
export function jsonOf(body: Uint8Array): unknown {
  try {
    return parseJson(Buffer.from(body).toString('utf8'))
  } catch {
    return undefined
  }
}
