import { Composer, type CST, type Document, Parser } from 'yaml'
import type { Findings, Span } from './findings.ts'

/** How deep collections may lie in one another. */
export const MAX_NESTING = 64

/**
 * Reads text as one YAML 1.2 document. What is wrong is added to `findings`; then, and for an empty file, nothing comes back.
 */
export function parseYaml(text: string, findings: Findings): Document.Parsed | undefined {
  const control = /[^\P{Cc}\t\n\r\x85]/u.exec(text)
  if (control !== null) {
    const code = (control[0].codePointAt(0) ?? 0).toString(16).padStart(2, '0')
    findings.add(at(control.index), `A control character (0x${code}) stands here; YAML allows none.`)
    return undefined
  }
  const tokens = [...new Parser().parse(text)]
  const tooDeep = firstBelow(tokens, MAX_NESTING)
  if (tooDeep !== undefined) {
    findings.add(at(tooDeep), `Nesting is deeper than ${MAX_NESTING} levels here.`)
    return undefined
  }
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    merge: true,
    prettyErrors: false,
    // Looked at when the tree is read: here it costs the square of a mapping's size.
    uniqueKeys: false,
  })
  const documents = [...composer.compose(tokens, true, text.length)]
  reportSyntax(documents, findings)
  const document = documents[0]
  if (findings.any) return undefined
  if (document === undefined || document.contents === null || isEmpty(document)) {
    findings.add(at(0), 'The file is empty.', '`promote init` writes a first one.')
    return undefined
  }
  return document as Document.Parsed
}

function isEmpty(document: Document.Parsed): boolean {
  const { contents } = document
  return contents !== null && 'source' in contents && contents.source === ''
}

function at(offset: number, length = 1): Span {
  return { start: offset, end: offset + length }
}

/** Only the first error of a line is told: the parser tends to stumble over what follows it. */
function reportSyntax(documents: readonly Document.Parsed[], findings: Findings): void {
  const [, second] = documents
  if (second !== undefined) {
    findings.add(
      at(second.range[0]),
      'A second YAML document begins here; a promotion file is one document.',
      'Remove the "---" line, or move what follows to a file of its own.',
    )
  }
  const lines = new Set<number>()
  const first = documents[0]
  for (const error of [...(first?.errors ?? []), ...(first?.warnings ?? [])].sort(
    (a, b) => a.pos[0] - b.pos[0],
  )) {
    const { line } = findings.positionOf(error.pos[0])
    if (lines.has(line)) continue
    lines.add(line)
    const { message, hint } = syntaxMessage(error.code, error.message)
    findings.add({ start: error.pos[0], end: Math.max(error.pos[1], error.pos[0] + 1) }, message, hint)
  }
}

function syntaxMessage(code: string, message: string): { readonly message: string; readonly hint?: string } {
  switch (code) {
    case 'TAB_AS_INDENT':
      return { message: 'A tab is used for indentation here.', hint: 'YAML wants spaces.' }
    case 'TAG_RESOLVE_FAILED':
      return {
        message: 'This YAML tag ("!…") is not known here.',
        hint: 'Put quotes around text that begins with "!".',
      }
    default:
      return { message: `This is not valid YAML: ${message.replace(/\.?$/, '.')}` }
  }
}

/** Where a collection lies deeper than `limit`; the walk keeps its own stack, since recursion is what deep files break. */
function firstBelow(tokens: readonly CST.Token[], limit: number): number | undefined {
  const open: { readonly token: CST.Token; readonly depth: number }[] = tokens.map((token) => ({
    token,
    depth: 0,
  }))
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next
    if (token.type === 'document') {
      if (token.value !== undefined) open.push({ token: token.value, depth })
      continue
    }
    if (!('items' in token)) continue
    if (depth >= limit) return token.offset
    for (const item of token.items) {
      if (item.key != null) open.push({ token: item.key, depth: depth + 1 })
      if (item.value !== undefined) open.push({ token: item.value, depth: depth + 1 })
    }
  }
  return undefined
}
