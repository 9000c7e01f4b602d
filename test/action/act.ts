import { spawn } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, onTestFinished } from 'vitest'
import { toolPath } from '../support/programs.ts'
import { missingReason } from '../support/real-registries.ts'
import { makeOrigin, type Origin } from './origin.ts'
import { actionsOf } from './stand-ins.ts'

/** What one step of our Action left behind, in the order the steps ran. */
export interface ActionStep {
  readonly exitCode: number
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
}

/** What act and the workflow it ran came to. */
export interface ActRun {
  readonly exitCode: number | null
  readonly log: string
  readonly steps: readonly ActionStep[]
}

/** How a workflow is started. */
export interface ActOptions {
  /** `push`, `pull_request`, `workflow_dispatch`, `schedule` */
  readonly event: string
  /** What GitHub would tell of the event. */
  readonly payload?: unknown
  readonly variables?: Readonly<Record<string, string>>
  readonly secrets?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
}

/** A repository on this machine with its workflows, and the runner for them. */
export interface Workbench {
  readonly origin: Origin
  /** Runs a workflow, given as its text. */
  run(workflow: string, options: ActOptions): Promise<ActRun>
}

/** A suite that needs act and a real registry; where one is missing the suite is skipped and its title says why. */
export function describeWithAct(title: string, body: () => void): void {
  const reason =
    toolPath('act') === undefined
      ? 'act is not built (npm test builds it where Go is installed)'
      : missingReason('distribution3')
  if (reason === undefined) describe(title, body)
  else describe.skip(`${title} [skipped: ${reason}]`, body)
}

/** A repository with these files on its branch `main`, for one test. */
export async function makeWorkbench(files: Readonly<Record<string, string>>): Promise<Workbench> {
  const folder = await mkdtemp(path.join(tmpdir(), 'promote-act-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const origin = await makeOrigin(folder, files)
  let count = 0
  return {
    origin,
    run: (workflow, options) =>
      runAct(path.join(folder, `run-${count++}`), folder, origin, workflow, options),
  }
}

async function runAct(
  place: string,
  folder: string,
  origin: Origin,
  workflow: string,
  options: ActOptions,
): Promise<ActRun> {
  const captured = path.join(place, 'captured')
  const workdir = path.join(place, 'workdir')
  for (const one of [captured, path.join(place, 'bin')]) await mkdir(one, { recursive: true })
  // act wants to know the commit that a run is of.
  await origin.clone(workdir)
  await writeFile(path.join(place, 'workflow.yml'), workflow)
  await writeFile(path.join(place, 'event.json'), JSON.stringify(options.payload ?? {}))
  await writeNode(path.join(place, 'bin', 'node'), captured)
  const repositories = await actionsOf(workflow, path.join(folder, 'actions'))
  const env = {
    TEST_ORIGIN: origin.folder,
    TEST_ARTIFACTS: path.join(place, 'artifacts'),
    ...options.env,
  }
  const args = [
    options.event,
    ...['--workflows', path.join(place, 'workflow.yml'), '--directory', workdir],
    ...['--eventpath', path.join(place, 'event.json'), '--platform', 'ubuntu-latest=-self-hosted'],
    ...['--no-skip-checkout', '--no-cache-server', '--actor', 'release-manager', '--defaultbranch', 'main'],
    ...repositories.flatMap((repository) => ['--local-repository', repository]),
    ...pairs('--env', env),
    ...pairs('--var', options.variables),
    ...pairs('--secret', options.secrets),
  ]
  const child = spawn(toolPath('act') ?? 'act', args, {
    cwd: workdir,
    env: {
      PATH: `${path.join(place, 'bin')}${path.delimiter}${process.env.PATH ?? ''}`,
      HOME: path.join(place, 'home'),
      XDG_CACHE_HOME: path.join(place, 'cache'),
      TZ: 'UTC',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { exitCode, log: `${stdout}${stderr}`, steps: await readSteps(captured) }
}

/** act throws the files of a step away: the `node` it finds keeps copies of those of our Action. */
async function writeNode(file: string, captured: string): Promise<void> {
  // No shell script: shells drop variables with a dash in their name, and inputs have them.
  const lines = [
    `#!${process.execPath}`,
    "const { spawnSync } = require('node:child_process')",
    "const { copyFileSync, mkdirSync, readdirSync, writeFileSync } = require('node:fs')",
    'const args = process.argv.slice(2)',
    // act asks it where it is, and starts that file from then on.
    "if (args.join(' ').includes('process.execPath')) {",
    '  console.log(process.argv[1])',
    '  process.exit()',
    '}',
    "const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' })",
    "if (args[0].endsWith('/action/dist/main.mjs')) {",
    `  const step = ${JSON.stringify(`${captured}/`)} + readdirSync(${JSON.stringify(captured)}).length`,
    '  mkdirSync(step)',
    "  copyFileSync(process.env.GITHUB_OUTPUT, step + '/outputs')",
    "  copyFileSync(process.env.GITHUB_STEP_SUMMARY, step + '/summary')",
    "  writeFileSync(step + '/exit', String(status))",
    '}',
    'process.exitCode = status ?? 1',
  ]
  await writeFile(file, `${lines.join('\n')}\n`)
  await chmod(file, 0o755)
}

async function readSteps(captured: string): Promise<readonly ActionStep[]> {
  const names = (await readdir(captured)).sort((a, b) => Number(a) - Number(b))
  return Promise.all(
    names.map(async (name) => {
      const read = (file: string): Promise<string> => readFile(path.join(captured, name, file), 'utf8')
      const [outputs, summary, exit] = await Promise.all([read('outputs'), read('summary'), read('exit')])
      return { exitCode: Number(exit), outputs: readOutputs(outputs), summary }
    }),
  )
}

/** The file that `GITHUB_OUTPUT` names: `name<<delimiter`, lines, delimiter. */
export function readOutputs(file: string): Readonly<Record<string, string>> {
  const found = [...file.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n\2$/gm)]
  return Object.fromEntries(found.map(([, name = '', , value = '']) => [name, value]))
}

function pairs(flag: string, values: Readonly<Record<string, string>> = {}): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`])
}
