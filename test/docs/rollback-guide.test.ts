import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { describeWith } from '../support/real-registries.ts'
import { Names, withoutColumns } from './pages/agreement.ts'
import { blocksIn, commandsIn } from './pages/blocks.ts'
import { BUILT, built, pageScene } from './pages/scene.ts'

const PAGE = path.join(import.meta.dirname, '..', '..', 'docs', 'guides', 'rollback.md')
const blocks = blocksIn(await readFile(PAGE, 'utf8'))
const file = blocks.find(({ language }) => language === 'yaml')?.text ?? ''
const commands = blocks.filter(({ language }) => language === 'console').flatMap(commandsIn)

describeWith('distribution3', 'docs/guides/rollback.md', () => {
  test('the commands, one after the other, do what the page shows', async () => {
    const scene = await pageScene(file, 'registry.example.com')
    onTestFinished(() => scene.close())
    const digests = BUILT.map(async ([image, tag]) => (await built(image, tag)).manifest.descriptor.digest)
    const names = new Names(await Promise.all(digests))
    expect(commands.length).toBeGreaterThan(8)
    let last = 0
    for (const [at, { command, output }] of commands.entries()) {
      const { code, lines } = await scene.run(names.inRun(command), last)
      const where = `$ ${command}\n${lines.join('\n')}`
      const shown = names.onPage(lines, output)
      if (output.join('') !== '') expect(withoutColumns(shown), where).toEqual(withoutColumns(output))
      if (commands[at + 1]?.command === 'echo $?') last = code ?? -1
      else expect(code, where).toBe(0)
    }
  })
})
