// Writes oclif.manifest.json and docs/commands.md from src/commands. Options: --check writes nothing and fails when what is there is not what the sources make.
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Config, Plugin } from '@oclif/core/config'
import type { PJSON } from '@oclif/core/interfaces'
import { PromoteHelp } from '../src/cli/help.ts'
import { ROOT_COMMAND_ID } from '../src/cli/routing/root-command.ts'

const root = path.dirname(import.meta.dirname)
const manifestFile = path.join(root, 'oclif.manifest.json')
const isCheck = process.argv.includes('--check')

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
}

/** The help of every command on one page. */
async function makeDocs(text: string): Promise<string> {
  const config = await configWith(text)
  const help = new PromoteHelp(config, { maxWidth: 100, stripAnsi: true })
  const ids = config.commandIDs.toSorted(
    (a, b) => Number(b === ROOT_COMMAND_ID) - Number(a === ROOT_COMMAND_ID) || (a < b ? -1 : 1),
  )
  const sections = ids.map((id) => {
    const name = id === ROOT_COMMAND_ID ? 'promote' : `promote ${id.replaceAll(':', ' ')}`
    const command = config.findCommand(id, { must: true })
    return `## ${name}\n\n${command.summary ?? ''}\n\n\`\`\`\n${help.page(command).trim()}\n\`\`\`\n`
  })
  return [
    '# Commands',
    '',
    'The help of each command; `npm run generate` writes this page.',
    '',
    ...sections,
  ].join('\n')
}

/** What oclif makes of a manifest. It reads one from a folder, and that of the checkout is what is compared: so a folder of its own. */
async function configWith(text: string): Promise<Config> {
  const folder = mkdtempSync(path.join(tmpdir(), 'promote-generate-'))
  try {
    copyFileSync(path.join(root, 'package.json'), path.join(folder, 'package.json'))
    writeFileSync(path.join(folder, 'oclif.manifest.json'), text)
    return await Config.load({ root: folder })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
