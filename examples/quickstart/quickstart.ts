// The quickstart: two small images go dev → test → staging → prod, with no server. Options: a folder to do it in.
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { makeImages } from './make-images.ts'

const here = import.meta.dirname
const folder = path.resolve(process.argv[2] ?? here)
const binary = path.join(here, '..', '..', 'bin', 'run.js')

mkdirSync(folder, { recursive: true })
if (folder !== here) copyFileSync(path.join(here, 'promotion.yaml'), path.join(folder, 'promotion.yaml'))
rmSync(path.join(folder, 'registries'), { recursive: true, force: true })
for (const rest of ['', '.lock', '.open', '.torn'])
  rmSync(path.join(folder, `promotions.jsonl${rest}`), { force: true })

say('A build has pushed two images to dev: api 1.4.2, and team/web 2.1.0 for two platforms.')
await makeImages(path.join(folder, 'registries', 'dev'))
show('diff')
show('--from', 'dev', '--to', 'test', '--dry-run')
show('--from', 'dev', '--to', 'test', '--quiet')
show('--from', 'test', '--to', 'staging', '--quiet')
show('--from', 'staging', '--to', 'prod', '--yes', '--quiet')
show('diff')
show('verify', 'prod', '--deep')
show('history')
show('ledger', 'verify')

const { entries } = JSON.parse(run('history', '--json')) as {
  entries: { kind: string; steps: { blobs: { mounted: number; copied: number } }[] }[]
}
const blobs = entries
  .filter((entry) => entry.kind === 'outcome')
  .flatMap((entry) => entry.steps.map((step) => step.blobs))
const sum = (key: 'mounted' | 'copied'): number => blobs.reduce((total, counts) => total + counts[key], 0)
say(
  `\nIn all ${sum('mounted')} blobs were linked and ${sum('copied')} copied. What it wrote is in ${path.relative(process.cwd(), folder) || '.'}:`,
)
say('  registries/        four environments, each image an OCI image layout\n  promotions.jsonl   the ledger')

/** Runs a command and shows it as a person would see it. */
function show(...words: string[]): void {
  say(`\n$ promote ${words.join(' ')}`)
  process.stdout.write(run(...words))
}

function run(...words: string[]): string {
  const { status, stdout } = spawnSync(process.execPath, [binary, ...words], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      COLUMNS: String(process.stdout.columns ?? 100),
      ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
    },
  })
  if (status === 0) return stdout
  process.stdout.write(stdout)
  say(`promote ${words.join(' ')} ended with exit code ${status}.`)
  process.exit(1)
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
