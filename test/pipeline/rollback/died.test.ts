import { readFile, rm, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { promote } from '../../../src/pipeline/apply/promote.ts'
import { rollback } from '../../../src/pipeline/rollback/rollback.ts'
import { makeImage } from '../../support/images.ts'
import { testPipeline } from '../../support/pipeline.ts'
import { pushImage } from '../../support/push.ts'

const RUN = { dryRun: false, isRead: false, keepGoing: false }
const BACK = { environment: 'prod', images: [], reason: undefined }

test('one that died after it had taken a tag away is ended by the next, whose plan names that tag no more', async () => {
  const all = await testPipeline({
    environments: [{ name: 'test' }, { name: 'prod', tags: ['{tag}', '{major}', '{tag}-x'] }],
  })
  for (const version of ['1.0.0', '1.1.0']) {
    const image = await makeImage({ seed: version })
    await pushImage(all.memory('test.example.com/api'), image, [version])
    const result = await promote(all.again(), { from: 'test', to: 'prod', images: [`api:${version}`] }, RUN)
    expect(result.exitCode).toBe(0)
  }
  const prod = all.memory('prod.example.com/api')
  const newer = await prod.manifest('1.1.0')
  if (newer === undefined) throw new Error('1.1.0 is not in prod')
  expect((await rollback(all.again(), BACK, RUN)).exitCode).toBe(0)
  // As it was when the run had written its intent, moved 1, and taken 1.1.0 away.
  const lines = (await readFile(all.ledgerFile, 'utf8')).split('\n')
  await rm(`${all.ledgerFile}.open`)
  await writeFile(all.ledgerFile, `${lines.slice(0, 5).join('\n')}\n`)
  await prod.tag(newer, '1.1.0-x')

  const again = await rollback(all.again(), BACK, RUN)
  expect(again.failures).toEqual([])
  expect([...prod.tagged.keys()].toSorted()).toEqual(['1', '1.0.0', '1.0.0-x'])
  const { ledger } = all.again()
  expect(await ledger.open()).toEqual([])
  expect((await ledger.standing()).holds).toHaveLength(1)
  const entries = await all.entries()
  expect(entries.map(({ kind }) => kind).slice(4)).toEqual(['intent', 'intent', 'outcome', 'hold'])
  expect(entries[6]).toMatchObject({
    intents: [entries[5]?.id, entries[4]?.id],
    steps: [
      {
        outcome: 'rolled-back',
        tags: expect.arrayContaining([
          { tag: '1.1.0', old: newer.descriptor.digest, new: null, result: 'moved' },
        ]),
      },
    ],
  })
})
