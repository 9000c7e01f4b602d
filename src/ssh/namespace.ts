import { Buffer } from 'node:buffer'

const ARMOUR = /^-----BEGIN SSH SIGNATURE-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END SSH SIGNATURE-----\s*$/

/** The namespace that a signature says it is for (OpenSSH's PROTOCOL.sshsig, version 1); undefined for what is no signature. */
export function namespaceOf(sshsig: string): string | undefined {
  const [, base64] = ARMOUR.exec(sshsig) ?? []
  const bytes = Buffer.from(base64 ?? '', 'base64')
  if (bytes.length < 10 || bytes.toString('latin1', 0, 6) !== 'SSHSIG' || bytes.readUInt32BE(6) !== 1)
    return undefined
  const key = stringAt(bytes, 10)
  return key === undefined ? undefined : stringAt(bytes, key.end)?.value
}

/** A length of four bytes, and so many bytes (RFC 4251, section 5). */
function stringAt(
  bytes: Buffer,
  offset: number,
): { readonly value: string; readonly end: number } | undefined {
  if (offset + 4 > bytes.length) return undefined
  const begin = offset + 4
  const end = begin + bytes.readUInt32BE(offset)
  return end > bytes.length ? undefined : { value: bytes.toString('utf8', begin, end), end }
}
