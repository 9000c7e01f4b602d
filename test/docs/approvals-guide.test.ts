import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { toolPath } from '../support/programs.ts'
import { describeWith } from '../support/real-registries.ts'
import { hasSsh } from '../support/ssh.ts'
import { Names, withoutColumns } from './pages/agreement.ts'
import { blocksIn, commandsIn } from './pages/blocks.ts'
import { pageScene } from './pages/scene.ts'

const ROOT = path.join(import.meta.dirname, '..', '..')
const HOST = 'registry.example.com'

/** Without fingerprints of keys, which are new in every run. */
function withoutKeys(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.replace(/SHA256:[A-Za-z0-9+/]{43}/, 'SHA256:KEY'))
}

describeWith('distribution3', 'docs/guides/approvals.md', () => {
  test.skipIf(!hasSsh || toolPath('jq') === undefined)(
    'the commands do what the page shows, from a plan to production (needs ssh-keygen and jq)',
    async () => {
      const blocks = blocksIn(await readFile(path.join(ROOT, 'docs', 'guides', 'approvals.md'), 'utf8'))
      const file = blocks.find(({ language }) => language === 'yaml')?.text ?? ''
      const commands = blocks.filter(({ language }) => language === 'console').flatMap(commandsIn)
      expect(commands.length).toBeGreaterThan(15)
      const scene = await pageScene(file, HOST)
      try {
        const names = new Names([])
        let last = 0
        for (const [at, { command, output }] of commands.entries()) {
          const { code, lines } = await scene.run(names.inRun(command), last)
          const where = `$ ${command}\n${lines.join('\n')}`
          const shown = withoutKeys(names.onPage(lines, output))
          if (output.join('') !== '')
            expect(withoutColumns(shown), where).toEqual(withoutColumns(withoutKeys(output)))
          if (commands[at + 1]?.command === 'echo $?') last = code ?? -1
          else expect(code, where).toBe(0)
        }
      } finally {
        await scene.close()
      }
    },
  )
})
