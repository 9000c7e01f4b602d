import { execFileSync } from 'node:child_process'
import { mkdir, readdir, readFile, rmdir, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { canonical, seal } from '../../../src/ledger/chain/line.ts'
import { openLedger } from '../../../src/ledger/file/file-ledger.ts'
import type { OutcomeBody } from '../../../src/model/ledger/entry.ts'
import type { StepOutcome, TagResult } from '../../../src/model/ledger/steps.ts'
import { digestOf } from '../../../src/oci/digest.ts'
import { entriesIn, verifyFile } from '../../support/ledger.ts'
import { intentBody, outcomeBody, step } from '../entry-bodies.ts'
import { temporaryFolder, tickingClock } from '../workplace.ts'

async function withOpenIntent() {
  const folder = await temporaryFolder()
  const file = join(folder, 'promotions.jsonl')
  const ledger = openLedger(file, { clock: tickingClock() })
  const { entry: intent } = await ledger.append(intentBody([step('a')]))
  return { folder, file, ledger, intent, good: await readFile(file) }
}

async function keptIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.includes('.kept-') && !name.includes('.set-aside'))
}

async function setAsideIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.includes('.set-aside'))
}

test('an outcome that cannot be written is kept, said, and taken in by the next append', async () => {
  const { folder, file, ledger, intent, good } = await withOpenIntent()
  await writeFile(file, 'damaged\n')
  await expect(ledger.append(outcomeBody(intent.id, [step('a')]))).rejects.toMatchObject({
    code: 'ledger',
    details: { hint: expect.stringMatching(/kept in .*promotions\.jsonl\.kept-[a-f0-9]{16}; the next run/) },
  })
  expect(await keptIn(folder)).toHaveLength(1)
  await writeFile(file, good)
  const next = intentBody([step('b')])
  let open = -1
  const { warnings } = await ledger.append(next, (intents) => {
    open = intents.length
  })
  expect(open).toBe(0)
  expect(warnings).toEqual([])
  expect(await entriesIn(ledger)).toMatchObject([
    { kind: 'intent' },
    // Whoever could write in the folder could have laid it there.
    { kind: 'outcome', intents: [intent.id], kept: true },
    { kind: 'intent' },
  ])
  expect([...(await keptIn(folder)), ...(await setAsideIn(folder))]).toEqual([])
  expect(await verifyFile(file)).toMatchObject({ ok: true })
})

test('a kept outcome of a promotion that another run finished is set aside and said, not recorded after it', async () => {
  const { folder, file, ledger, intent, good } = await withOpenIntent()
  await writeFile(file, 'damaged\n')
  await expect(ledger.append(outcomeBody(intent.id, [step('a')], { error: 'late' }))).rejects.toThrow()
  const [name = ''] = await keptIn(folder)
  const kept = await readFile(join(folder, name), 'utf8')
  await writeFile(file, good)
  await ledger.append(intentBody([]))
  await writeFile(join(folder, name), kept)
  const { warnings } = await ledger.append(intentBody([]))
  expect(warnings).toEqual([expect.stringMatching(/kept-[a-f0-9]{16} .* set aside as .*\.set-aside/)])
  expect((await readFile(file, 'utf8')).match(/late/g)).toHaveLength(1)
  const [aside = ''] = await setAsideIn(folder)
  expect(await readFile(join(folder, aside), 'utf8')).toBe(kept)
  expect(await keptIn(folder)).toEqual([])
})

/** A step one of whose tags ended otherwise than the step says. */
const lying = (result: TagResult, outcome: StepOutcome) => {
  const { tags, ...rest } = step('a', { outcome })
  return { ...rest, tags: tags.map((tag) => ({ ...tag, result })) }
}

const moves = (tag: string, content: string, old = null) => ({ tag, old, new: digestOf(content) })

test.each<[string, (intent: string) => Partial<OutcomeBody>]>([
  ['of no intent', () => ({ intents: [] })],
  ['of an intent that is not open', () => ({ intents: ['0123456789abcdef'] })],
  ['of another run', () => ({ run: { ...intentBody([]).run, id: 'run-2' } })],
  ['of another plan', () => ({ plan: digestOf('another plan') })],
  ['of another environment', () => ({ to: 'staging' })],
  ['of another digest', () => ({ steps: [step('forged')] })],
  ['of another tag', () => ({ steps: [step('a', { tag: 'latest' })] })],
  ['of no tag', () => ({ steps: [] })],
  ['of a repair, not of a promotion', () => ({ purpose: { kind: 'repair', reason: 'x' } })],
  ['of another repository', () => ({ steps: [step('a', { destination: 'registry.example.com/prod/web' })] })],
  ['that contradicts itself in a step', () => ({ steps: [lying('failed', 'promoted')] })],
  ['that contradicts itself as a whole', () => ({ steps: [lying('moved', 'failed')] })],
  ['of one tag more', () => ({ steps: [step('a', { tags: [moves('1.4.2', 'a'), moves('latest', 'a')] })] })],
])('a file laid beside the ledger became an entry: an outcome %s is set aside', async (_, changes) => {
  const { folder, file, ledger, intent, good } = await withOpenIntent()
  const forged = { ...outcomeBody(intent.id, [step('a')]), ...changes(intent.id) }
  await writeFile(`${file}.kept-0000`, `${canonical(forged)}\n`)
  const { entry, warnings } = await ledger.append(intentBody([step('b', { tag: 'other' })]))
  expect(entry.sequence).toBe(2)
  expect((await ledger.open()).map((one) => one.entry.sequence)).toEqual([1, 2])
  expect((await readFile(file)).subarray(0, good.length)).toEqual(good)
  expect(warnings).toEqual([expect.stringContaining('promotions.jsonl.kept-0000')])
  expect([await keptIn(folder), await setAsideIn(folder)]).toEqual([
    [],
    ['promotions.jsonl.kept-0000.set-aside'],
  ])
})

test('what is no outcome at all is set aside too, and never read through, waited for or lost', async () => {
  const { folder, file, ledger } = await withOpenIntent()
  const place = (name: string) => `${file}.kept-${name}`
  await writeFile(place('empty'), '')
  await writeFile(place('garbage'), '\u0000\u0001{')
  await writeFile(place('intent'), canonical(intentBody([step('a')])))
  await writeFile(place('part'), '{"kind":"outcome"}')
  await mkdir(join(place('folder'), 'in'), { recursive: true })
  await writeFile(join(folder, 'secret'), 'secret')
  await symlink(join(folder, 'secret'), place('link'))
  await symlink(place('loop'), place('loop'))
  await writeFile(place('huge'), '')
  await truncate(place('huge'), 8 * 1024 ** 3)
  const names = ['empty', 'folder', 'garbage', 'huge', 'intent', 'link', 'loop', 'part']
  if (process.platform !== 'win32') {
    execFileSync('mkfifo', [place('pipe')])
    names.push('pipe')
  }
  const { entry, warnings } = await ledger.append(intentBody([]))
  expect(entry.sequence).toBe(2)
  expect(warnings).toHaveLength(names.length)
  expect((await setAsideIn(folder)).toSorted()).toEqual(
    names.map((name) => `promotions.jsonl.kept-${name}.set-aside`).toSorted(),
  )
  expect(await readFile(join(folder, 'secret'), 'utf8')).toBe('secret')
  expect((await ledger.append(intentBody([]))).warnings).toEqual([])
})

test('a whole line of a ledger laid there, from a backup perhaps, is taken in and does not break the chain', async () => {
  const { folder, file, ledger, intent } = await withOpenIntent()
  const line = seal(outcomeBody(intent.id, [step('a')]), intent, new Date(0))
  await writeFile(`${file}.kept-0000`, `${canonical(line)}\n`)
  await ledger.append(intentBody([step('b')]))
  expect(await verifyFile(file)).toMatchObject({ ok: true, entries: 3 })
  expect(await entriesIn(ledger)).toMatchObject([
    { kind: 'intent' },
    { kind: 'outcome', intents: [intent.id], previous: intent.hash },
    { kind: 'intent' },
  ])
  expect([...(await keptIn(folder)), ...(await setAsideIn(folder))]).toEqual([])
})

test('a second file of the same name is set aside beside the first', async () => {
  const { folder, file, ledger } = await withOpenIntent()
  for (const content of ['one', 'two']) {
    await writeFile(`${file}.kept-0000`, content)
    await ledger.append(intentBody([]))
  }
  const texts = (await setAsideIn(folder)).map((name) => readFile(join(folder, name), 'utf8'))
  expect((await Promise.all(texts)).toSorted()).toEqual(['one', 'two'])
})

test('an intent is never kept: without it on disk no tag moves', async () => {
  const { folder, file, ledger } = await withOpenIntent()
  await writeFile(file, 'damaged\n')
  await expect(ledger.append(intentBody([step('b')]))).rejects.toMatchObject({ code: 'ledger' })
  expect(await keptIn(folder)).toEqual([])
})

test('an outcome of no intent, which no run could take in, is set aside at once', async () => {
  const { folder, file, ledger } = await withOpenIntent()
  await writeFile(file, 'damaged\n')
  await expect(ledger.append(outcomeBody(null, [], { error: 'no' }))).rejects.toMatchObject({
    code: 'ledger',
    details: { hint: expect.stringMatching(/set aside in .*\.set-aside; no run takes it in/) },
  })
  expect(await keptIn(folder)).toEqual([])
  const [aside = ''] = await setAsideIn(folder)
  expect(JSON.parse(await readFile(join(folder, aside), 'utf8'))).toMatchObject({ error: 'no' })
})

test('an outcome that can be kept nowhere says so', async () => {
  const folder = join(await temporaryFolder(), 'gone')
  await mkdir(folder)
  const ledger = openLedger(join(folder, 'promotions.jsonl'), { clock: tickingClock() })
  await rmdir(folder)
  await expect(ledger.append(outcomeBody('0123456789abcdef', []))).rejects.toMatchObject({
    code: 'disk',
    details: { hint: expect.stringContaining('could not be kept') },
  })
})
