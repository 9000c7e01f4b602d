import path from 'node:path'
import { expect, test } from 'vitest'
import { requireWorkingFolder } from '../../src/action/working-folder.ts'
import { testFolder } from '../support/cli.ts'
import { runStep } from './running.ts'

const FILE = [
  'version: 1',
  'environments:',
  '  - { name: test, repository: "oci:test/{image}" }',
  '  - { name: prod, repository: "oci:prod/{image}" }',
  'images: [{ name: api, select: ["1.0.0"], optional: true }]',
].join('\n')

test('a working-directory that is not there ends the step, though a folder above has a promotion file', async () => {
  const workspace = await testFolder({ 'promotion.yaml': FILE })
  const inputs = { from: 'test', to: 'prod', 'dry-run': 'true' }
  expect((await runStep(workspace, inputs)).code).toBe(0)
  for (const folder of ['misspelt', 'promotion.yaml']) {
    const { code, log } = await runStep(workspace, { ...inputs, 'working-directory': folder })
    expect([code, log]).toEqual([2, expect.stringContaining(`${folder} is no folder.`)])
    await expect(requireWorkingFolder(path.join(workspace, folder))).rejects.toMatchObject({ code: 'usage' })
  }
})
