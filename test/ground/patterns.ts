import { globSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import path from 'node:path'
import { parseAst } from 'vitest/node'

/** A regular expression written somewhere. */
export interface Pattern {
  /** `path:line` from the folder searched. */
  readonly place: string
  readonly source: string
  readonly flags: string
}

/** What {@link patternsIn} finds. */
export interface Patterns {
  readonly literals: readonly Pattern[]
  /** Places where one is put together while the program runs: nobody can try those beforehand. */
  readonly built: readonly string[]
}

/** All regular expressions in the TypeScript files below a folder. */
export function patternsIn(folder: string): Patterns {
  const literals: Pattern[] = []
  const built: string[] = []
  for (const file of globSync('**/*.ts', { cwd: folder }).toSorted()) {
    if (file.endsWith('.d.ts')) continue
    const code = stripTypeScriptTypes(readFileSync(path.join(folder, file), 'utf8'))
    const placeOf = (offset: number): string => `${file}:${code.slice(0, offset).split('\n').length}`
    for (const node of nodesBelow(parseAst(code))) {
      const { regex, callee } = node
      const start = Number(node.start)
      if (isNode(regex)) {
        literals.push({
          place: placeOf(start),
          source: String(regex.pattern),
          flags: String(regex.flags),
        })
      }
      if (isNode(callee) && callee.name === 'RegExp') built.push(placeOf(start))
    }
  }
  return { literals, built }
}

type SyntaxNode = Readonly<Record<string, unknown>>

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null
}

function* nodesBelow(value: unknown): Generator<SyntaxNode> {
  if (!isNode(value)) return
  if (!Array.isArray(value)) yield value
  for (const inner of Object.values(value)) yield* nodesBelow(inner)
}
