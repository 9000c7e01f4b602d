import { Composer, type CST, type Document, Lexer, Parser } from 'yaml'
import type { Findings, Span } from './findings.ts'

/** How deep collections may lie in one another. */
export const MAX_NESTING = 64

/**
 * Reads text as one YAML 1.2 document. Problems are added to `findings`. Returns nothing when there are any, and for an empty file.
 */
export function parseYaml(text: string, findings: Findings): Document.Parsed | undefined {
  const control = /[^\P{Cc}\t\n\r\x85]/u.exec(text)
  if (control !== null) {
    const code = (control[0].codePointAt(0) ?? 0).toString(16).padStart(2, '0')
    findings.add(at(control.index), `A control character (0x${code}) stands here; YAML allows none.`)
    return undefined
  }
  const tokens = tokensOf(text, findings)
  if (tokens === undefined) return undefined
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    merge: true,
    prettyErrors: false,
    // Checked when the tree is read: the parser's own check takes quadratic time.
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

/** Stops at what is nested too deep, before anything recurses into it. */
function tokensOf(text: string, findings: Findings): readonly CST.Token[] | undefined {
  const parser = new Parser()
  const tokens: CST.Token[] = []
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token)
    const { stack } = parser
    if (stack.length > MAX_NESTING && stack.filter((token) => 'items' in token).length > MAX_NESTING) {
      findings.add(
        at(stack.findLast((token) => 'items' in token)?.offset ?? parser.offset),
        `Nesting is deeper than ${MAX_NESTING} levels here.`,
      )
      return undefined
    }
  }
  for (const token of parser.end()) tokens.push(token)
  return tokens
}

function isEmpty(document: Document.Parsed): boolean {
  const { contents } = document
  return contents !== null && 'source' in contents && contents.source === ''
}

function at(offset: number, length = 1): Span {
  return { start: offset, end: offset + length }
}

/** Reports the first error of each line only, and nothing about the rest after an error: the parser goes on and finds more that is not there. */
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
    if (lines.has(line) || (lines.size > 0 && /in YAML stream/.test(error.message))) continue
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
      if (/flow-map-start|flow-seq-start/.test(message)) {
        return {
          message: 'A bracket or brace cannot stand here.',
          hint: 'Put quotes around text that holds one.',
        }
      }
      return { message: `This is not valid YAML: ${message.replace(/\.?$/, '.')}` }
  }
}
