import { existsSync, globSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'

const ROOT = path.join(import.meta.dirname, '..', '..')
const PAGES = ['README.md', ...globSync(['docs/**/*.md', 'examples/*/README.md'], { cwd: ROOT }).toSorted()]

/** The links of a page to other files of the repository, and to sections. */
function linksIn(page: string): readonly string[] {
  const prose = page.replaceAll(/^\s*```[\s\S]*?^\s*```$/gm, '').replaceAll(/`[^`]*`/g, 'code')
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
}

/** What GitHub and GitLab call the sections of a page. */
function anchorsIn(page: string): readonly string[] {
  const prose = page.replaceAll(/^\s*```[\s\S]*?^\s*```$/gm, '')
  return [...prose.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** Whether a link of a page leads to something. */
async function leads(page: string, link: string): Promise<boolean> {
  const [file = '', anchor] = link.split('#')
  const target = file === '' ? path.join(ROOT, page) : path.join(ROOT, path.dirname(page), file)
  if (!existsSync(target)) return false
  if (anchor === undefined) return true
  return statSync(target).isFile() && anchorsIn(await readFile(target, 'utf8')).includes(anchor)
}

test.for(PAGES)('%s: every link leads to a file, and to a section of it', async (page) => {
  const links = linksIn(await readFile(path.join(ROOT, page), 'utf8'))
  const led = await Promise.all(links.map((link) => leads(page, link)))
  expect(links.filter((_link, at) => led[at] !== true)).toEqual([])
})

test('a link that leads nowhere is found', async () => {
  const links = linksIn(
    '[a](docs/none.md) [b](README.md#none) [c](docs#x) [d](README.md#commands) `[e](none)`',
  )
  const led = await Promise.all(links.map((link) => leads('README.md', link)))
  expect(led).toEqual([false, false, false, true])
})
