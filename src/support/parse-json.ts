import { MAX_JSON_LEVELS } from './limits.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPENS = new Set([0x5b, 0x7b])
const CLOSES = new Set([0x5d, 0x7d])

/**
 * Parses JSON from outside (RFC 8259). What is nested deeper than anything means is refused unread: a few MB of brackets
 * keep the parser, and the garbage collector after it, for seconds.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  if (isDeeperThan(MAX_JSON_LEVELS, text)) {
    throw new SyntaxError(`JSON nested deeper than ${MAX_JSON_LEVELS} levels`)
  }
  return JSON.parse(text)
}

function isDeeperThan(most: number, text: string): boolean {
  if (text.length <= most) return false
  let level = 0
  let isText = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (isText) {
      if (code === BACKSLASH) at++
      else if (code === QUOTE) isText = false
    } else if (code === QUOTE) isText = true
    else if (OPENS.has(code)) {
      level++
      if (level > most) return true
    } else if (CLOSES.has(code)) level--
  }
  return false
}
