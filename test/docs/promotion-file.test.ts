import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

interface Node {
  readonly $ref?: string
  readonly properties?: Readonly<Record<string, Node>>
  readonly items?: Node
  readonly additionalProperties?: Node | boolean
  readonly 'x-not-supported-yet'?: true
}

const root = new URL('../../', import.meta.url)
const page = await readFile(new URL('docs/promotion-file.md', root), 'utf8')
const schema: Node & { readonly $defs: Readonly<Record<string, Node>> } = JSON.parse(
  await readFile(new URL('promotion.schema.json', root), 'utf8'),
)

const gates = schema.$defs.environment?.properties?.gates
const attest = schema.$defs.environment?.properties?.attest
/** Told by one row each, however many keys they have. */
const WHOLE = new Set<unknown>([gates, attest, ...Object.values(gates?.properties ?? {})])

/** Keys with a row of their own: below an object that is written with a dot, all but lists and hosts are gone into. */
function keysOf({ properties = {} }: Node, isSupported: boolean, before = ''): readonly string[] {
  return Object.entries(properties).flatMap(([name, node]) => {
    const key = `${before}${name}`
    if (node['x-not-supported-yet'] === true) return isSupported ? [] : [key]
    const below = keysOf(node, isSupported, `${key}.`)
    return (node.properties === undefined || WHOLE.has(node)) && isSupported ? [key] : below
  })
}

/** The first cells of the table below a heading. */
function rowsBelow(heading: string): readonly string[] {
  const section = page.split(`\n${heading}\n`)[1]?.split('\n#')[0] ?? ''
  return [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, key = '']) => key)
}

const parts = [
  ['## Keys', schema],
  ['### Environments', schema.$defs.environment],
  ['### Gates', gates],
  ['### Attestations', attest],
  ['### Images', schema.$defs.image],
  ['### Registries', schema.$defs.registry],
] as const

test.for(parts)('%s: a row for each key, and none besides', ([heading, node]) => {
  const keys = keysOf(node ?? {}, true).map((key) => (key === 'registries' ? 'registries.HOST' : key))
  expect(keys.length).toBeGreaterThan(1)
  expect(rowsBelow(heading).toSorted()).toEqual(keys.toSorted())
})

test('what is not supported yet is what the schema marks', () => {
  const [sentence = ''] = /^These keys are known and refused.*$/m.exec(page) ?? []
  const told = [...sentence.matchAll(/`([^`]+)`/g)].map(([, key = '']) => key.split('.').at(-1))
  const marked = parts.flatMap(([, node]) => keysOf(node ?? {}, false))
  expect(told.toSorted()).toEqual(marked.map((key) => key.split('.').at(-1)).toSorted())
})
