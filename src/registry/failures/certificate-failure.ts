import { isUnknownAuthority } from '../http/socket-error.ts'
import { type RefusedCertificate, refusedCertificate } from '../http/trust/peer-certificate.ts'

/** Why a certificate of either side was refused, and what to do about it. */
export interface CertificateFailure {
  /** Ends the sentence "Could not … : ". */
  readonly reason: string
  readonly hint: string
}

/** What a server says when it wants to know who asks, and is shown no certificate or not the right one. TLS 1.3, RFC 8446 §6.2. */
const WANTS_CERTIFICATE =
  /^ERR_SSL_(?:TLSV?1?3?|SSLV3|SSL\/TLS)_ALERT_(?:CERTIFICATE_\w+|BAD_CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED|NO_CERTIFICATE|UNSUPPORTED_CERTIFICATE)$/

/** The failure that a code of TLS stands for, where it is about a certificate; undefined for any other. */
export function certificateFailure(
  code: string,
  host: string,
  error: unknown,
): CertificateFailure | undefined {
  const shown = refusedCertificate(error)
  if (isUnknownAuthority(code)) {
    return { reason: `${signedBy(host, shown)} (${code})`, hint: authorityHint(host) }
  }
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return {
        reason: `the certificate of ${host} ran out${shown === undefined ? '' : ` on ${day(shown.to)}`} (${code})`,
        hint: `Whoever runs the registry has to renew it. ${clockHint()}`,
      }
    case 'CERT_NOT_YET_VALID':
      return {
        reason: `the certificate of ${host} is not valid ${shown === undefined ? 'yet' : `before ${day(shown.from)}`} (${code})`,
        hint: clockHint(),
      }
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return {
        reason: `the certificate of ${host} is for ${namesOf(shown)}, not for this name (${code})`,
        hint: `Write the registry's host as one of the names in its certificate, or have ${host.replace(/:\d+$/, '')} added to it as a subjectAltName: the common name does not count.`,
      }
    default:
  }
  if (code.startsWith('CERT_')) {
    return {
      reason: `the certificate of ${host} is not valid (${code})`,
      hint: 'Check the host name, the certificate and the clock of this machine.',
    }
  }
  if (code.endsWith('_ALERT_HANDSHAKE_FAILURE')) {
    return {
      reason: `${host} broke off the TLS handshake (${code})`,
      hint: `It may want a client certificate. ${clientHint(host)}`,
    }
  }
  if (!WANTS_CERTIFICATE.test(code)) return undefined
  return {
    reason: `${host} wants a client certificate, and does not take what it was shown, or was shown none (${code})`,
    hint: clientHint(host),
  }
}

/** Where a client certificate belongs. */
export function clientHint(host: string): string {
  return `Name its PEM files as registries."${host}".clientCert and .clientKey in the promotion file, or put them where docker and podman have theirs: ${folderOf(host)}client.cert and client.key.`
}

function signedBy(host: string, shown: RefusedCertificate | undefined): string {
  if (shown === undefined)
    return `the certificate of ${host} is not signed by an authority this machine trusts`
  if (shown.issuer === shown.subject) return `the certificate of ${host} is signed by nobody but itself`
  return `the certificate of ${host} is signed by "${shown.issuer}", which this machine does not trust`
}

function authorityHint(host: string): string {
  return `Get the PEM file of that authority from whoever runs the registry, and save it where docker and podman look too, as /etc/docker/certs.d/${host}/ca.crt or ${folderOf(host)}ca.crt; or name it: registries."${host}".caFile in the promotion file; the registry commands, such as login, take --ca-file too.`
}

function folderOf(host: string): string {
  return `~/.config/containers/certs.d/${host}/`
}

function namesOf(shown: RefusedCertificate | undefined): string {
  if (shown === undefined) return 'another host'
  return shown.names.length === 0 ? 'no host at all' : shown.names.join(', ')
}

function clockHint(): string {
  return `The clock of this machine says ${day(new Date())}: if that is wrong, it is the clock.`
}

function day(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'an unreadable date' : date.toISOString().slice(0, 10)
}
