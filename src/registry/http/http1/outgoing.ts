import type { Method } from '../transport.ts'

/** A request as it goes out. */
export interface Outgoing {
  readonly method: Method
  /** Request line, headers and the empty line after them; one byte a character. */
  readonly head: string
  readonly body: Uint8Array | undefined
}

/** What a request is made of. */
export interface OutgoingParts {
  readonly method: Method
  readonly target: string
  readonly host: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | undefined
}

/** A value that would end its line, or that not everybody reads alike. */
const UNSAFE = /[^\t\x20-\x7e\x80-\xff]/
const TARGET = /^[\x21-\x7e]+$/
const HAS_BODY: ReadonlySet<Method> = new Set(['POST', 'PUT', 'PATCH'])

/** Writes a request: RFC 9112. @throws TypeError for what would not stay in its line */
export function writeOutgoing({ method, target, host, headers, body }: OutgoingParts): Outgoing {
  if (!TARGET.test(target)) throw new TypeError('a request target with characters that none may have')
  let head = `${method} ${target} HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\n`
  for (const [name, value] of Object.entries(headers)) {
    if (UNSAFE.test(value)) throw new TypeError(`the header ${name} has characters that none may have`)
    head += `${name}: ${value}\r\n`
  }
  if (body !== undefined || HAS_BODY.has(method)) head += `content-length: ${body?.byteLength ?? 0}\r\n`
  return { method, head: `${head}\r\n`, body }
}
