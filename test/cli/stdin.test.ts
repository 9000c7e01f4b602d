import { expect, test } from 'vitest'
import { runPromote, testFolder } from '../support/cli.ts'

const FILE = [
  'version: 1',
  'environments: [{ name: test, repository: "oci:test/{image}" }]',
  'images: [{ name: api, select: ["1.0.0"] }]',
].join('\n')

test('what comes on stdin is no argument: a loop may read its list from there', async () => {
  const cwd = await testFolder({ 'promotion.yaml': FILE })
  expect(await runPromote(['validate'], { cwd, input: 'other.yaml\n' })).toMatchObject({ code: 0 })
  for (const words of [
    ['apply'],
    ['completion'],
    ['explain'],
    ['ledger', 'show'],
    ['ledger', 'abandon', '--reason', 'x'],
  ]) {
    const { code, stderr } = await runPromote(words, { cwd, input: 'fish\n' })
    expect([code, stderr]).toEqual([2, expect.stringContaining(' is needed')])
  }
})
