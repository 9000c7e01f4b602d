import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { describeWith } from '../support/real-registries.ts'
import { Names, withoutColumns } from './pages/agreement.ts'
import { blocksIn, commandsIn, sectionsIn } from './pages/blocks.ts'
import { BUILT, built, type PageScene, pageScene } from './pages/scene.ts'

const ROOT = path.join(import.meta.dirname, '..', '..')
const page = await readFile(path.join(ROOT, 'docs', 'guides', 'saying-no.md'), 'utf8')
const sections = sectionsIn(page)
const [file = ''] = blocksIn(page)
  .filter(({ language }) => language === 'yaml')
  .map(({ text }) => text)
const TOLD = ['Hold a version back', 'Reject a digest', 'Spare what is in use']
const opened: PageScene[] = []

afterEach(async () => {
  for (const scene of opened.splice(0)) await scene.close()
})

describeWith('distribution3', 'docs/guides/saying-no.md', () => {
  test('every section with commands is run', () => {
    const withCommands = [...sections].filter(([, text]) => text.includes('```console'))
    expect(withCommands.map(([heading]) => heading)).toEqual(TOLD)
  })

  test.for(TOLD)('%s: the commands do what the page shows', async (heading) => {
    const scene = await pageScene(file, 'registry.example.com')
    opened.push(scene)
    const before = await scene.run('promote --from test --to prod --quiet api:1.4.1 web')
    expect(before.code, before.lines.join('\n')).toBe(0)
    const digests = BUILT.map(async ([image, tag]) => (await built(image, tag)).manifest.descriptor.digest)
    const names = new Names(await Promise.all(digests))
    const blocks = blocksIn(sections.get(heading) ?? '').filter(({ language }) => language === 'console')
    const commands = blocks.flatMap(commandsIn)
    let last = 0
    for (const [at, { command, output }] of commands.entries()) {
      const { code, lines } = await scene.run(names.inRun(command), last)
      const where = `$ ${command}\n${lines.join('\n')}`
      expect(withoutColumns(names.onPage(lines, output)), where).toEqual(withoutColumns(output))
      // A command that fails on the page is followed by the question how it ended.
      if (commands[at + 1]?.command === 'echo $?') last = code ?? -1
      else expect(code, where).toBe(0)
    }
  })

  test('what the page pipes into jq is what guard prints', async () => {
    const scene = await pageScene(file, 'registry.example.com')
    opened.push(scene)
    await scene.run('promote --from test --to prod --quiet api:1.4.1 web')
    const { code, lines } = await scene.run('promote guard prod --format harbor')
    expect(code).toBe(0)
    const [project] = JSON.parse(lines.join('\n'))
    expect(project).toMatchObject({
      project: 'prod',
      retentionRules: [{ tag_selectors: [{ pattern: '1.4.1' }] }, { tag_selectors: [{ pattern: '2.1.0' }] }],
    })
    const ecr = await scene.run('promote guard prod --format ecr')
    expect(ecr.lines).toEqual([
      '[]',
      '',
      '! registry.example.com/prod/api is not in it: it is none of ECR by its name.',
      '! registry.example.com/prod/web is not in it: it is none of ECR by its name.',
    ])
  })
})
