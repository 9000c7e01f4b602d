import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { loadPromotionFile } from '../../src/documents/promotion/promotion-file.ts'
import { PROFILES } from '../../src/profiles/index.ts'
import { runPromote, testFolder } from '../support/cli.ts'
import { describeWith } from '../support/real-registries.ts'
import { Names, withoutColumns } from './pages/agreement.ts'
import { blocksIn, commandsIn, sectionsIn } from './pages/blocks.ts'
import { BEFORE, PAGE_HOST } from './pages/how-to-scenes.ts'
import { BUILT, built, type PageScene, pageScene } from './pages/scene.ts'

const ROOT = path.join(import.meta.dirname, '..', '..')
const page = await readFile(path.join(ROOT, 'docs', 'how-to.md'), 'utf8')
const sections = sectionsIn(page)
const [file = ''] = textsOf(page, 'yaml')
const opened: PageScene[] = []

afterEach(async () => {
  for (const scene of opened.splice(0)) await scene.close()
})

/** The registries of the page, and what each pattern's host is taken for. Nobody's own Harbor or Nexus has a name that tells. */
const KINDS = [
  ['Docker Hub', 'docker-hub'],
  ['GitHub (GHCR)', 'ghcr'],
  ['Amazon ECR', 'ecr'],
  ['Google Artifact Registry', 'google'],
  ['Azure ACR', 'azure'],
  ['Harbor', undefined],
  ['GitLab', 'gitlab'],
  ['Quay', 'quay'],
  ['Alibaba ACR', 'alibaba'],
  ['Tencent TCR', 'tencent'],
  ['Huawei SWR', 'huawei'],
  ['Nexus', undefined],
]

/** A pattern with names in place of its capitals; digits for an account of Amazon's. */
function filledIn(pattern: string): string {
  return pattern.replace('ACCOUNT.dkr', '123456789012.dkr').replace(/[A-Z]+/g, (word) => word.toLowerCase())
}

function kindByName(pattern: string): string | undefined {
  const [host = ''] = filledIn(pattern).split('/')
  return PROFILES.find(({ hosts }) => hosts.some((named) => named.test(host)))?.kind
}

function textsOf(text: string, language: string): readonly string[] {
  return blocksIn(text)
    .filter((block) => block.language === language)
    .map((block) => block.text)
}

async function sceneOf(heading: string): Promise<PageScene> {
  const scene = await pageScene(file, PAGE_HOST)
  opened.push(scene)
  for (const command of BEFORE[heading] ?? []) {
    const { code, lines } = await scene.run(command)
    expect(code, `${command}\n${lines.join('\n')}`).toBe(0)
  }
  return scene
}

describeWith('distribution3', 'docs/how-to.md', () => {
  test('every section with commands is run', () => {
    const withCommands = [...sections].filter(([, text]) => textsOf(text, 'console').length > 0)
    expect(withCommands.map(([heading]) => heading)).toEqual(Object.keys(BEFORE))
  })

  test.for(Object.keys(BEFORE))('%s: the commands do what the page shows', async (heading) => {
    const scene = await sceneOf(heading)
    const digests = BUILT.map(async ([image, tag]) => (await built(image, tag)).manifest.descriptor.digest)
    const names = new Names(await Promise.all(digests))
    const blocks = blocksIn(sections.get(heading) ?? '').filter(({ language }) => language === 'console')
    const commands = blocks.flatMap(commandsIn)
    let last = 0
    for (const [at, { command, output }] of commands.entries()) {
      const { code, lines } = await scene.run(names.inRun(command), last)
      const shown = names.onPage(lines, output)
      const where = `$ ${command}\n${lines.join('\n')}`
      if (output.join('') !== '') expect(withoutColumns(shown), where).toEqual(withoutColumns(output))
      // A command that fails on the page is followed by the question how it ended.
      if (commands[at + 1]?.command === 'echo $?') last = code ?? -1
      else expect(code, where).toBe(0)
    }
  })

  test('leaving a version out for good: the file that the page shows does so', async () => {
    const scene = await sceneOf('Leave one out')
    const [snippet = ''] = textsOf(sections.get('Leave one out') ?? '', 'yaml')
    const whole = file.replace(/ {2}- name: api\n.*/, snippet)
    expect(whole).toContain('exclude')
    const { code, lines } = await scene.run(
      `cat > promotion.yaml <<'END'\n${whole}\nEND\npromote validate && promote --from test --to prod --dry-run`,
    )
    expect(code, lines.join('\n')).toBe(0)
    expect(lines.join('\n')).toMatch(/\+ api +1\.4\.1 /)
  })
})

describe('what docs/how-to.md shows and nobody can run here', () => {
  test('the promotion file is valid', async () => {
    const folder = await testFolder({ 'promotion.yaml': file })
    expect(await runPromote(['validate', '--quiet'], { cwd: folder })).toMatchObject({ code: 0 })
  })

  test('the job for GitLab is one of the example', async () => {
    const [snippet = ''] = textsOf(sections.get('GitLab') ?? '', 'yaml')
    const example = await readFile(path.join(ROOT, 'examples', 'gitlab', '.gitlab-ci.yml'), 'utf8')
    expect(Object.keys(parse(snippet))).toHaveLength(1)
    expect(parse(example)).toMatchObject(parse(snippet))
  })

  test('each registry by name: its pattern is one that promote takes for that registry', async () => {
    const table = (sections.get('Registries by name') ?? '').split('|---|---|---|')[1] ?? ''
    const rows = [...table.matchAll(/^\| ([^|]+) \| `([^`]+)` \|/gm)]
    expect(rows.map(([, name = '', pattern = '']) => [name, kindByName(pattern)])).toEqual(KINDS)
    for (const [, name = '', pattern = ''] of rows) {
      const folder = await testFolder({
        'promotion.yaml': [
          'version: 1',
          'environments:',
          `  - { name: test, repository: "${PAGE_HOST}/test/{image}" }`,
          `  - { name: prod, repository: "${filledIn(pattern)}" }`,
          'images: [{ name: team/web, select: ["1.0.0"] }]',
        ].join('\n'),
      })
      const config = await loadPromotionFile(path.join(folder, 'promotion.yaml'), { env: {} })
      expect(config.environments[1]?.name, name).toBe('prod')
    }
  })

  test('the links to sections lead to them', () => {
    const anchors = [...sections.keys()].map((heading) => heading.toLowerCase().replaceAll(' ', '-'))
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor)
    expect([...new Set(links)].toSorted()).toEqual(anchors.toSorted())
  })
})
