import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { loadPromotionFile } from '../../src/documents/promotion/promotion-file.ts'
import { runPromote, testFolder } from '../support/cli.ts'

const root = path.join(import.meta.dirname, '..', '..')
const readme = await readFile(path.join(root, 'README.md'), 'utf8')

/** The fenced blocks of a language, in order. */
function blocks(language: string): readonly string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    (match) => match[1] ?? '',
  )
}

/** A table's rows below a heading, as cells. */
function table(heading: string): readonly (readonly string[])[] {
  const section = readme.slice(readme.indexOf(`\n## ${heading}\n`)).split('\n## ')[1] ?? ''
  const rows = section.split('\n').filter((line) => line.startsWith('|'))
  return rows.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

/** Text without what differs from run to run. */
function steady(text: string): string {
  return text
    .replace(/plan [0-9a-f]{8}/g, 'plan …')
    .replace(/sha256:[0-9a-f]{64}/g, 'sha256:…')
    .replace(/, [\d.]+ m?s$/gm, ', …')
}

describe('the README', () => {
  test('shows what the quickstart prints', async () => {
    const folder = await testFolder()
    const script = path.join(root, 'examples', 'quickstart', 'quickstart.ts')
    const env = {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      NO_COLOR: '1',
      PROMOTE_ACTOR: 'release-manager',
      TZ: 'UTC',
    }
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [script, path.join(folder, 'quickstart')],
      { env },
    )
    const printed = steady(stdout)
    for (const part of steady(blocks('console')[0] ?? '')
      .trim()
      .split('\n\n$ '))
      expect(printed).toContain(part)
    expect(stdout).toMatch(/In all 18 blobs were linked and 0 copied/)
  })

  test('has a promotion file that is valid', async () => {
    const [file = ''] = blocks('yaml')
    const folder = await testFolder({ 'promotion.yaml': file })
    const config = await loadPromotionFile(path.join(folder, 'promotion.yaml'), { env: {} })
    expect(config.environments.map(({ name }) => name)).toEqual(['test', 'staging', 'prod'])
  })

  test('lists every command', async () => {
    const manifest = JSON.parse(await readFile(path.join(root, 'oclif.manifest.json'), 'utf8'))
    const ids = Object.keys(manifest.commands).filter((id) => id !== 'promote')
    const listed = table('Commands').map(([cell = '']) =>
      cell.replaceAll('`', '').replace('promote ', '').replace(' ', ':'),
    )
    expect(listed.slice(1).toSorted()).toEqual(ids.toSorted())
  })

  test('has the exit codes of the help', async () => {
    const { stdout } = await runPromote(['--help'], { cwd: root, env: { NO_COLOR: '1' } })
    const help = stdout.slice(stdout.indexOf('EXIT CODES')).replace(/\s+/g, ' ')
    const rows = table('Exit codes')
    expect(rows).toHaveLength(9)
    for (const [code, meaning] of rows) expect(help).toContain(`${code} ${meaning}`)
  })
})
