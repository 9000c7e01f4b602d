import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'

/** A certificate as OpenSSL takes it for one. */
const CERTIFICATE_BEGINS = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/
const KEY_BEGINS = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/
const ENCRYPTED = /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m

/** Whether a text has a certificate in PEM form; what it is worth is not looked at. */
export function holdsCertificate(pem: string): boolean {
  return CERTIFICATE_BEGINS.test(pem)
}

/** Whether each certificate in a text can be read; OpenSSL passes over those that it cannot. */
export function isReadable(pem: string): boolean {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*(?:-----END CERTIFICATE-----)?/g) ?? []
  return blocks.every((block) => readCertificate(block) !== undefined)
}

/** What is wrong with a client's certificate and key, as the end of a sentence that begins with the name of the file. */
export interface PairProblem {
  readonly file: 'certificate' | 'key'
  readonly why: string
}

/** Why a certificate and a key, both PEM, cannot be shown to a server; undefined when they can. */
export function clientPairProblem(certificate: string, key: string): PairProblem | undefined {
  if (!holdsCertificate(certificate)) return { file: 'certificate', why: 'holds no certificate in PEM form' }
  const read = readCertificate(certificate)
  if (read === undefined) return { file: 'certificate', why: 'has a certificate that cannot be read' }
  if (ENCRYPTED.test(key)) {
    return { file: 'key', why: 'is locked with a passphrase, and there is nobody here to ask for it' }
  }
  if (!KEY_BEGINS.test(key)) return { file: 'key', why: 'holds no private key in PEM form' }
  let secret: KeyObject
  try {
    secret = createPrivateKey(key)
  } catch {
    return { file: 'key', why: 'has a key that cannot be read' }
  }
  return read.checkPrivateKey(secret) ? undefined : { file: 'key', why: 'is the key of another certificate' }
}

function readCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}
