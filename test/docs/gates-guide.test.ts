import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { describeWith } from '../support/real-registries.ts'
import { Names, withoutColumns } from './pages/agreement.ts'
import { blocksIn, commandsIn, sectionsIn } from './pages/blocks.ts'
import { type PageScene, pageScene } from './pages/scene.ts'

const ROOT = path.join(import.meta.dirname, '..', '..')
const sections = sectionsIn(await readFile(path.join(ROOT, 'docs', 'guides', 'gates.md'), 'utf8'))
const STORY = 'From a denied run to a promotion'
const HOST = 'registry.example.com'

/** Sections that show rules and the commands for them. */
const RULES = [
  ...['Order', 'Soak', 'Freeze', 'Age'],
  ...['Referrers', 'Platforms', 'Labels', 'Vulnerabilities', 'Command'],
]

const opened: PageScene[] = []

afterEach(async () => {
  for (const scene of opened.splice(0)) await scene.close()
})

function textsOf(heading: string, language: string): readonly string[] {
  return blocksIn(sections.get(heading) ?? '')
    .filter((block) => block.language === language)
    .map(({ text }) => text)
}

const [file = ''] = textsOf(STORY, 'yaml')

describeWith('distribution3', 'docs/guides/gates.md', () => {
  test('from a denied run to a promotion: the commands do what the page shows', async () => {
    const scene = await pageScene(file, HOST)
    opened.push(scene)
    const names = new Names([])
    const blocks = blocksIn(sections.get(STORY) ?? '').filter(({ language }) => language === 'console')
    const commands = blocks.flatMap(commandsIn)
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

  test('each rule that the page shows is asked for by the commands beside it', async () => {
    const scene = await pageScene(file, HOST)
    opened.push(scene)
    for (const heading of RULES) {
      const gate = heading.toLowerCase()
      for (const rule of textsOf(heading, 'yaml')) {
        const indented = rule.split('\n').map((line) => `      ${line}`)
        const changed = file.replace(/ {6}order: ledger\n {6}soak: 24h/, () => indented.join('\n'))
        expect(changed).not.toBe(file)
        const commands = textsOf(heading, 'sh').flatMap((text) => text.split('\n'))
        const script = ['set -e', `cat > promotion.yaml <<'END'\n${changed}\nEND`, ...commands].join('\n')
        const { code, lines } = await scene.run(script)
        expect(code, lines.join('\n')).toBe(0)
        expect(lines.join('\n')).toMatch(new RegExp(`^  ${gate} +\\S`, 'm'))
      }
    }
  })
})
