import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { locate } from '../../../src/ledger/file/place.ts'
import { temporaryFolder } from '../workplace.ts'

test('a link leads to the place of what it names, whether that is there yet or not', async () => {
  const folder = await temporaryFolder()
  const [shared, checkout] = [join(folder, 'shared'), join(folder, 'checkout')]
  for (const path of [shared, checkout]) await mkdir(path)
  const file = join(shared, 'promotions.jsonl')
  await symlink('../checkout/second', join(checkout, 'first'))
  await symlink('../shared/promotions.jsonl', join(checkout, 'second'))
  const names = [file, join(checkout, 'first'), join(checkout, 'second')]
  const places = async () => Promise.all(names.map((name) => locate(name)))
  const own = await locate(file)
  expect(own.file).toBe(file)
  expect(await places()).toEqual([own, own, own])
  await writeFile(file, '')
  expect(await places()).toEqual([own, own, own])
})

test('links that go in a circle are a place of their own', async () => {
  const folder = await temporaryFolder()
  const file = join(folder, 'promotions.jsonl')
  await symlink('promotions.jsonl', file)
  expect((await locate(file)).file).toBe(file)
})
