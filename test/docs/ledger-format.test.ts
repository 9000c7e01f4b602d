import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { openLedger } from '../../src/ledger/file/file-ledger.ts'
import { intentBody, outcomeBody, step } from '../ledger/entry-bodies.ts'
import { temporaryFolder, tickingClock } from '../ledger/workplace.ts'
import { verifyFile } from '../support/ledger.ts'
import { toolPath } from '../support/programs.ts'

const root = new URL('../../', import.meta.url)
const page = await readFile(new URL('docs/ledger-format.md', root), 'utf8')
const schema = JSON.parse(await readFile(new URL('schemas/ledger-entry.schema.json', root), 'utf8'))
const run = promisify(execFile)

function block(language: string): string {
  const [, text] = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(page) ?? []
  if (text === undefined) throw new Error(`The page has no block of ${language}.`)
  return text
}

/** The first cells of the table whose head begins with this cell. */
function column(head: string): string[] {
  const rows =
    page
      .slice(page.indexOf(`\n| ${head} |`) + 1)
      .split('\n\n')[0]
      ?.split('\n') ?? []
  return rows.slice(2).map((row) => row.split('|')[1]?.trim().replaceAll('`', '') ?? '')
}

test('the example is a ledger that verifies, and its hashes are what the rule says', async () => {
  const file = join(await temporaryFolder(), 'promotions.jsonl')
  await writeFile(file, block('jsonl'))
  expect(await verifyFile(file)).toMatchObject({ ok: true, entries: 2, newer: [] })
  const [first = '', second = ''] = block('jsonl').split('\n')
  const hashes = [first, second].map((line) => {
    const { hash, ...rest } = JSON.parse(line)
    // The keys are sorted already, and there is no number that JSON.stringify writes otherwise.
    const bytes = Buffer.from(JSON.stringify(rest))
    const computed = createHash('sha256').update(bytes).digest('hex')
    expect(hash).toBe(`sha256:${computed}`)
    return { computed, size: bytes.length }
  })
  expect(page).toContain(
    `The first, without its hash, has ${hashes[0]?.size} bytes; their SHA-256 is \`${hashes[0]?.computed}\``,
  )
  expect(page).toContain(`\`sha256:${hashes[1]?.computed}\``)
  expect(JSON.parse(second).previous).toBe(`sha256:${hashes[0]?.computed}`)
})

test('kinds and results on the page are those of the schema', () => {
  const { $defs } = schema
  const kinds = schema.oneOf.map(
    ({ $ref }: { $ref: string }) => $defs[$ref.split('/').at(-1) ?? ''].properties.kind.const,
  )
  expect(column('kind')).toEqual([...new Set(kinds)])
  expect(column('`result` of a tag')).toEqual($defs.outcomeTag.properties.result.enum)
  const common = column('field')
  for (const kind of new Set(kinds)) {
    expect(Object.keys($defs[String(kind)].properties)).toEqual(expect.arrayContaining(common))
  }
})

test.skipIf(toolPath('jq') === undefined || toolPath('sha256sum') === undefined)(
  'the shell lines on the page check a ledger, and find a change (needs jq and sha256sum)',
  async () => {
    const folder = await temporaryFolder()
    const file = join(folder, 'promotions.jsonl')
    const ledger = openLedger(file, { clock: tickingClock() })
    const { entry } = await ledger.append(intentBody([step('a')]))
    const error = 'Æ "hash":"sha256:no", \\ \u2028 \u{1f600}'
    await ledger.append(outcomeBody(entry.id, [step('a')], { error }))
    const check = () => run('sh', ['-c', block('sh')], { cwd: folder })
    const head = (await ledger.head())?.hash
    expect((await check()).stdout).toBe(`the chain holds: 2 entries, head ${head}\n`)
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace('release-manager', 'somebody-else'))
    await expect(check()).rejects.toMatchObject({ stdout: 'line 1 is not what was written\n' })
    await writeFile(file, `${text.split('\n')[1]}\n`)
    await expect(check()).rejects.toMatchObject({ stdout: 'line 1 is not what was written\n' })
  },
)
