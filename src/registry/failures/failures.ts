import type { ErrorCode } from '../../support/errors.ts'
import { failingHost } from '../http/answering-host.ts'
import { socketCode } from '../http/socket-error.ts'
import { AnswerTooLong, SilenceTimeout } from '../http/transport.ts'
import { certificateFailure } from './certificate-failure.ts'

/** What a request that got no answer failed of, and whether another try makes sense. */
export interface Failure {
  readonly code: ErrorCode
  /** Ends the sentence "Could not … : ". */
  readonly reason: string
  readonly hint?: string
  /** How often a request may fail in this way and be tried again; 0: it will fail again. */
  readonly retries: number
}

/** What another try after this failure takes out of a host's budget. */
export function costOf({ retries }: Failure): 'cheap' | 'dear' {
  return retries <= DEAR_TRIES ? 'dear' : 'cheap'
}

/** Failures after the first where waiting seldom helps: nobody listens, or each try costs the whole time limit. */
export const DEAR_TRIES = 2

/** Reads a socket's or parser's error. `named` is the host that was asked, as people write it, which may have led elsewhere. */
export function failureOf(error: unknown, named: string): Failure {
  const host = failingHost(error) ?? named
  const code = socketCode(error)
  if (error instanceof AnswerTooLong) {
    return {
      code: 'protocol',
      reason: `the answer of ${host} is longer than the ${error.limit} bytes allowed`,
      retries: 0,
    }
  }
  if (error instanceof SilenceTimeout || isTimeout(code)) {
    return {
      code: 'timeout',
      reason: `${host} did not answer in time`,
      hint: NETWORK_HINT,
      retries: DEAR_TRIES,
    }
  }
  const ofCertificate = code === undefined ? undefined : certificateFailure(code, host, error)
  if (ofCertificate !== undefined) return { code: 'unreachable', ...ofCertificate, retries: 0 }
  if (code !== undefined && (code === 'EPROTO' || code.startsWith('ERR_SSL_'))) {
    return {
      code: 'unreachable',
      reason: `${host} does not speak TLS as expected (${code})`,
      hint: `If it speaks plain HTTP, set registries."${host}".plainHttp: true in the promotion file; the registry commands, such as login, take --plain-http too.`,
      retries: 0,
    }
  }
  if (isParserError(code)) {
    return {
      code: 'protocol',
      reason: `${host} does not answer in HTTP`,
      hint: `If it speaks TLS, set registries."${host}".plainHttp: false in the promotion file.`,
      retries: 0,
    }
  }
  return socketFailure(code, host, error)
}

const SAFETY_HINT = `It is not followed, for safety. The registry's external URL may be set up wrongly.`
const NETWORK_HINT = 'Check that the host is up and can be reached from here; HTTPS_PROXY and NO_PROXY count.'

function socketFailure(code: string | undefined, host: string, error: unknown): Failure {
  const hint = NETWORK_HINT
  switch (code) {
    case 'ENOTFOUND':
      return { code: 'unreachable', reason: `there is no host named ${host}`, hint, retries: 0 }
    case 'EAI_AGAIN':
      return {
        code: 'unreachable',
        reason: `the name ${host} could not be looked up`,
        hint,
        retries: DEAR_TRIES,
      }
    case 'ECONNREFUSED':
      return { code: 'unreachable', reason: `nothing listens at ${host}`, hint, retries: DEAR_TRIES }
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return {
        code: 'unreachable',
        reason: `there is no way to ${host} (${code})`,
        hint,
        retries: DEAR_TRIES,
      }
    case 'ERR_LOCAL_ADDRESS':
      return { code: 'protocol', reason: messageOf(error), hint: SAFETY_HINT, retries: 0 }
    case 'ERR_ENDLESS_ANSWER':
      return { code: 'protocol', reason: `${host} does not come to its answer`, retries: 0 }
    case 'ERR_PROXY':
      return { code: 'unreachable', reason: messageOf(error), hint, retries: DEAR_TRIES }
    default: {
      const why = code === undefined ? '' : ` (${code})`
      return {
        code: 'unreachable',
        reason: `the connection to ${host} broke${why}`,
        hint,
        retries: Number.POSITIVE_INFINITY,
      }
    }
  }
}

function isParserError(code: string | undefined): boolean {
  return code?.startsWith('HPE_') === true
}

function isTimeout(code: string | undefined): boolean {
  return code !== undefined && code === 'ETIMEDOUT'
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
