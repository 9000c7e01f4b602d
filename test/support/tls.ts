import { execFile } from 'node:child_process'
import { createPrivateKey, type KeyObject } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** PEM files of a private authority and of a server certificate that it signed. */
export interface ServerCertificate {
  readonly caFile: string
  /** PEM file of the authority's key, to sign more with. */
  readonly caKeyFile: string
  readonly certFile: string
  readonly keyFile: string
}

/** A key and its self-signed certificate, to sign tokens with. */
export interface SigningCertificate {
  readonly key: KeyObject
  /** PEM file of the certificate. */
  readonly certFile: string
  /** The certificate in base64 DER, as the `x5c` header of a token holds it. */
  readonly x5c: string
}

/**
 * Makes an authority and a certificate for 127.0.0.1, ::1, localhost and further names in `folder`, valid for a day.
 * Needs `openssl` on PATH.
 * @param options `days`: how long it is valid; -1 for one that has run out; `onlyFor`: one name, and no other
 */
export async function makeServerCertificate(
  folder: string,
  names: readonly string[] = [],
  { days = 1, onlyFor }: { readonly days?: number; readonly onlyFor?: string } = {},
): Promise<ServerCertificate> {
  const at = (name: string) => path.join(folder, name)
  const ca = await makeAuthority(folder, 'test authority')
  const all = ['DNS:localhost', 'IP:127.0.0.1', 'IP:::1', ...names.map((name) => `DNS:${name}`)]
  const told = onlyFor === undefined ? all.join(',') : `DNS:${onlyFor}`
  await writeFile(at('server.ext'), `subjectAltName=${told}\nextendedKeyUsage=serverAuth\n`)
  await openssl(
    'req',
    '-new',
    ...freshKey(at('server.key')),
    '-out',
    at('server.csr'),
    '-subj',
    '/CN=test registry',
  )
  await openssl(
    ...['x509', '-req', '-in', at('server.csr'), '-CA', ca.certFile, '-CAkey', ca.keyFile, '-CAcreateserial'],
    ...['-days', String(days), '-extfile', at('server.ext'), '-out', at('server.pem')],
  )
  return { caFile: ca.certFile, caKeyFile: ca.keyFile, certFile: at('server.pem'), keyFile: at('server.key') }
}

/** Makes a certificate in `folder` that shows a client to be `name`, signed by a server's authority. */
export async function makeClientCertificate(
  folder: string,
  name: string,
  { caFile, caKeyFile }: Pick<ServerCertificate, 'caFile' | 'caKeyFile'>,
): Promise<{ readonly certFile: string; readonly keyFile: string }> {
  const at = (end: string) => path.join(folder, `${name}.${end}`)
  await openssl('req', '-new', ...freshKey(at('key')), '-out', at('csr'), '-subj', `/CN=${name}`)
  await openssl(
    ...['x509', '-req', '-in', at('csr'), '-CA', caFile, '-CAkey', caKeyFile, '-CAcreateserial'],
    ...['-days', '1', '-out', at('cert')],
  )
  return { certFile: at('cert'), keyFile: at('key') }
}

/** Makes a P-256 key with a self-signed certificate in `folder`, valid for a day. Needs `openssl` on PATH. */
export async function makeSigningCertificate(folder: string): Promise<SigningCertificate> {
  const { certFile, keyFile } = await makeAuthority(folder, 'test token issuer')
  const pem = await readFile(certFile, 'utf8')
  const x5c = pem.replace(/-----[A-Z ]+-----|\s/g, '')
  return { key: createPrivateKey(await readFile(keyFile)), certFile, x5c }
}

async function makeAuthority(folder: string, name: string): Promise<{ certFile: string; keyFile: string }> {
  const certFile = path.join(folder, 'ca.pem')
  const keyFile = path.join(folder, 'ca.key')
  const extensions = ['-addext', 'keyUsage=critical,keyCertSign,digitalSignature']
  await openssl(
    ...[
      'req',
      '-x509',
      ...freshKey(keyFile),
      '-out',
      certFile,
      '-days',
      '1',
      '-subj',
      `/CN=${name}`,
      ...extensions,
    ],
  )
  return { certFile, keyFile }
}

function freshKey(keyFile: string): string[] {
  return ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', keyFile]
}

async function openssl(...args: string[]): Promise<void> {
  await execute('openssl', args)
}
