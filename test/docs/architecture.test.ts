import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '..', '..')
const page = await readFile(path.join(root, 'docs', 'architecture.md'), 'utf8')
const { mayImport, rooms, forms } = createRequire(import.meta.url)('../../scripts/import-table.cjs') as {
  readonly mayImport: Readonly<Record<string, readonly string[]>>
  readonly rooms: Readonly<Record<string, readonly string[]>>
  readonly forms: Readonly<Record<string, readonly string[]>>
}

interface Box {
  readonly folders: readonly string[]
  readonly imports: readonly string[]
  readonly isBase: boolean
}

/** The boxes of the picture, from the top. */
function boxes(): readonly Box[] {
  const picture = /^```\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? ''
  let isBase = false
  return picture.split(/(^\+[-=]+\+$)/m).flatMap((part) => {
    if (/^\+=+\+$/.test(part)) isBase = true
    const lines = [...part.matchAll(/^\|([^|]*)\|(.*)$/gm)]
    if (lines.length === 0) return []
    const words = (text: string): readonly string[] => text.match(/[a-z]+/g) ?? []
    return [
      {
        folders: lines.flatMap(([, left = '']) => words(left)),
        imports: lines.flatMap(([, , right = '']) => words(right)),
        isBase,
      },
    ]
  })
}

test('the picture of the layers is the table that the check holds the code to', () => {
  const drawn = boxes()
  const base = drawn.filter((box) => box.isBase).flatMap(({ folders }) => folders)
  const told = Object.fromEntries(
    drawn.flatMap(({ folders, imports, isBase }) =>
      folders.map((folder) => [folder, new Set(isBase ? imports : [...imports, ...base])] as const),
    ),
  )
  const table = Object.fromEntries(Object.entries(mayImport).map(([name, others]) => [name, new Set(others)]))
  expect(told).toEqual(table)
  expect(drawn.flatMap(({ folders }) => folders)).toHaveLength(Object.keys(mayImport).length)
})

test('nobody in the picture imports upwards or sideways', () => {
  const level = new Map(boxes().flatMap(({ folders }, at) => folders.map((folder) => [folder, at] as const)))
  for (const { folders, imports } of boxes())
    for (const folder of folders)
      for (const other of imports)
        expect(level.get(other), `${folder} -> ${other}`).toBeGreaterThan(level.get(folder) ?? 99)
})

test('the rooms and forms are those of the table', () => {
  const row = (folder: string): string =>
    page.split('\n').find((line) => line.startsWith(`| \`src/${folder}\``)) ?? ''
  const registry = [...row('registry').matchAll(/`([a-z]+)\/`|(own files)/g)].map(([, name]) => name ?? '.')
  expect(registry).toEqual(rooms.registry)
  const report = [...row('report').matchAll(/`([a-z]+)\/`/g)].map(([, name]) => name)
  expect(report).toEqual(Object.keys(forms))
  for (const folder of Object.keys(mayImport).filter((name) => name !== 'start'))
    expect(row(folder)).not.toBe('')
})

test('every file and folder that the page names is there', () => {
  const named = new Set(
    [...page.matchAll(/`([\w.-]+(?:\/[\w.-]*)*)`/g)]
      .map(([, text = '']) => text)
      .filter(
        (text) => /^(?:src|test|docs|schemas|scripts)\//.test(text) || /\.(?:ts|cjs|json|md)$/.test(text),
      )
      // NAME stands for what a reader is about to write.
      .filter((text) => !text.includes('NAME')),
  )
  expect(named.size).toBeGreaterThan(40)
  expect([...named].filter((text) => !existsSync(path.join(root, text)))).toEqual([])
})

test('the five lists, the phases and the words are there', () => {
  for (const what of ['command', 'gate', 'registry', 'report', 'kind of entry'])
    expect(page).toMatch(new RegExp(`^## To add a ${what}\\n\\n1\\. `, 'm'))
  const phases = page.slice(page.indexOf('## The six phases')).split('\n## ')[0] ?? ''
  expect([...phases.matchAll(/^\d\. \*\*(\w+)\.\*\*/gm)].map(([, name]) => name)).toEqual([
    'Gates',
    'Content',
    'Verify',
    'Intent',
    'Tags',
    'Outcome',
  ])
})
