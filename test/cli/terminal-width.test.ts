import { expect, test } from 'vitest'
import { promotionFile, runPromote, testFolder } from '../support/cli.ts'
import { runInTerminal } from '../support/terminal.ts'

test('in a terminal sentences are broken between words; in a pipe they are one line', async () => {
  const folder = await testFolder({ 'promotion.yaml': promotionFile('127.0.0.1:9', { api: '1.0.0' }) })
  const args = ['verify', 'prod', '--no-color']
  const piped = await runPromote(args, { cwd: folder })
  expect(piped.stderr.split('\n').find((line) => line.startsWith('✖'))?.length).toBeGreaterThan(80)
  const { lines, wrapped } = await runInTerminal(args, { cwd: folder, steps: [], columns: 80 })
  expect(wrapped).toEqual([])
  const said = piped.stderr.replaceAll(/^… .*\n/gm, '')
  expect(`${lines.join('\n')}\n`.replaceAll(/\s+/g, ' ')).toBe(said.replaceAll(/\s+/g, ' '))
})

test('a document for other programs is not broken, not even in a terminal', async () => {
  const folder = await testFolder()
  const { screen } = await runInTerminal(['schema'], { cwd: folder, steps: [], columns: 80 })
  expect(screen.replaceAll('\r\n', '\n')).toBe((await runPromote(['schema'], { cwd: folder })).stdout)
})
