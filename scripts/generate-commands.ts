// Writes oclif.manifest.json and docs/commands.md from the built commands. Options: --check compares and fails when stale.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Config, Plugin } from '@oclif/core/config'
import type { PJSON } from '@oclif/core/interfaces'
import { PromoteHelp } from '../src/cli/help.ts'
import { ROOT_COMMAND_ID } from '../src/cli/root-command.ts'

const root = path.dirname(import.meta.dirname)
const manifestFile = path.join(root, 'oclif.manifest.json')
const isCheck = process.argv.includes('--check')

const built = spawnSync(process.execPath, [path.join(root, 'scripts', 'build.ts')], {
  stdio: ['ignore', 'ignore', 'inherit'],
})
if (built.status !== 0) process.exit(1)

const manifest = await makeManifest()
const files = [
  [manifestFile, manifest],
  [path.join(root, 'docs', 'commands.md'), await makeDocs(manifest)],
] as const
const stale = files.filter(([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text)
if (isCheck && stale.length > 0) {
  for (const [file] of stale)
    process.stderr.write(`${path.relative(root, file)} is stale: run "npm run generate".\n`)
  process.exit(1)
}
for (const [file, text] of stale) writeFileSync(file, text)

/** Everything oclif wants to know of the commands without loading them. */
async function makeManifest(): Promise<string> {
  // With the old manifest in place oclif would read that instead of the commands.
  const before = existsSync(manifestFile) ? readFileSync(manifestFile) : undefined
  rmSync(manifestFile, { force: true })
  try {
    const pjson: PJSON = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
    const plugin = new Plugin({
      root,
      type: 'core',
      ignoreManifest: true,
      errorOnManifestCreate: true,
      respectNoCacheDefault: true,
      pjson: { ...pjson, oclif: { ...pjson.oclif, commands: './src/commands' } },
    })
    await plugin.load()
    const { commands } = plugin.manifest
    // The package has no file for each command: bin/run.js loads them from the bundle.
    const plain = Object.entries(commands).map(
      ([id, { relativePath: _, isESM: __, ...command }]) => [id, command] as const,
    )
    const sorted = Object.fromEntries(plain.sort(([a], [b]) => (a < b ? -1 : 1)))
    return `${JSON.stringify({ commands: sorted, version: pjson.version }, null, 2)}\n`
  } finally {
    if (before !== undefined) writeFileSync(manifestFile, before)
  }
}

/** The help of every command on one page. */
async function makeDocs(text: string): Promise<string> {
  writeFileSync(manifestFile, text)
  const config = await Config.load({ root })
  const help = new PromoteHelp(config, { maxWidth: 100, stripAnsi: true })
  const ids = config.commandIDs.toSorted(
    (a, b) => Number(b === ROOT_COMMAND_ID) - Number(a === ROOT_COMMAND_ID) || (a < b ? -1 : 1),
  )
  const sections = ids.map((id) => {
    const name = id === ROOT_COMMAND_ID ? 'promote' : `promote ${id.replaceAll(':', ' ')}`
    const page = help.page(config.findCommand(id, { must: true }))
    return `## ${name}\n\n\`\`\`\n${page.trim()}\n\`\`\`\n`
  })
  return [
    '# Commands',
    '',
    'The help of each command; `npm run generate` writes this page.',
    '',
    ...sections,
  ].join('\n')
}
