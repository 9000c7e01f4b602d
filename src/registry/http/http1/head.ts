import { type HeaderFields, headerValues, type Method } from '../transport.ts'

/** What came is no HTTP/1.1, or not so that everybody would read it alike. */
export class MalformedAnswer extends Error {
  override readonly name = 'MalformedAnswer'
  readonly code = 'HPE_MALFORMED'
}

/** What the head of an answer says. */
export interface Head {
  readonly status: number
  readonly headers: HeaderFields
  /** Bytes of the body, or how its end is told. */
  readonly length: number | 'chunked' | 'until-close'
  /** Whether more may be asked over this connection. */
  readonly keepsAlive: boolean
}

const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/
/** RFC 9110 §5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
/** RFC 9110 §5.5: no control characters. */
const UNSAFE = /[^\t\x20-\x7e\x80-\xff]/

/** Reads the head of an answer, without the empty line that ends it: RFC 9112. @throws MalformedAnswer */
export function readHead(text: string, method: Method): Head {
  const [first = '', ...lines] = text.split('\r\n')
  const [, minor, code] = STATUS_LINE.exec(first) ?? []
  if (code === undefined) throw new MalformedAnswer('no status line')
  const status = Number(code)
  const headers = fieldsOf(lines)
  const length = lengthOf(status, headers, method)
  const connection = tokensOf(headers, 'connection')
  const isKept = minor === '1' ? !connection.includes('close') : connection.includes('keep-alive')
  return { status, headers, length, keepsAlive: isKept && length !== 'until-close' }
}

function fieldsOf(lines: readonly string[]): HeaderFields {
  // Without a prototype: a name may be anything.
  const fields: Record<string, string | string[]> = Object.create(null)
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(0, colon))
    const value = line.slice(colon + 1).trim()
    // A folded line, and a space before the colon, fail here too.
    if (!TOKEN.test(name) || UNSAFE.test(value)) throw new MalformedAnswer('a header that is none')
    const key = name.toLowerCase()
    const before = fields[key]
    if (before === undefined) fields[key] = value
    else if (typeof before === 'string') fields[key] = [before, value]
    else before.push(value)
  }
  return fields
}

/** RFC 9112 §6.3. */
function lengthOf(status: number, headers: HeaderFields, method: Method): Head['length'] {
  const codings = tokensOf(headers, 'transfer-encoding')
  const told = headerValues(headers, 'content-length')
  const [length] = told
  if (codings.length > 0 && length !== undefined) {
    throw new MalformedAnswer('a body whose length is told in two ways')
  }
  if (told.length > 1 || (length !== undefined && !/^\d{1,15}$/.test(length))) {
    throw new MalformedAnswer('a length that is none')
  }
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return 0
  if (length !== undefined) return Number(length)
  if (codings.length === 0) return 'until-close'
  if (codings.join() !== 'chunked') throw new MalformedAnswer('a body in a coding that nobody asked for')
  return 'chunked'
}

/** The members of a list, in lower case. */
function tokensOf(headers: HeaderFields, name: string): readonly string[] {
  return headerValues(headers, name).flatMap((value) =>
    value
      .toLowerCase()
      .split(',')
      .map((token) => token.trim()),
  )
}
