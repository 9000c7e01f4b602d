import { spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { testFolder } from '../support/cli.ts'
import { readOutputs } from './act.ts'
import { root } from './stand-ins.ts'

/** What one step of the Action came to, run as a runner does but with no runner around it. */
export interface StepRun {
  readonly code: number | null
  /** All it wrote, commands to the runner among it. */
  readonly log: string
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
}

/** Runs the bundled Action in a workspace, with these inputs, and with what stands in its summary `before`. */
export async function runStep(
  workspace: string,
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
  before = '',
): Promise<StepRun> {
  const files = await testFolder({ outputs: '', summary: before })
  const given = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])
  const child = spawn(process.execPath, [path.join(root, 'action', 'dist', 'main.mjs')], {
    cwd: workspace,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: files,
      TZ: 'UTC',
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTOR: 'release-manager',
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: path.join(files, 'outputs'),
      GITHUB_STEP_SUMMARY: path.join(files, 'summary'),
      ...env,
      ...Object.fromEntries(given),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  const [outputs, summary] = await Promise.all(
    ['outputs', 'summary'].map((name) => readFile(path.join(files, name), 'utf8')),
  )
  return { code, log: `${stdout}${stderr}`, outputs: readOutputs(outputs ?? ''), summary: summary ?? '' }
}

/** The lines of a log that a runner would take for commands, those of the Action itself left out. */
export function commandsIn(log: string): readonly string[] {
  const own = /^::(add-mask|error title=promote|warning title=promote|notice title=promote|debug)/
  return log
    .split(/[\r\n\u2028\u2029]/)
    .map((line) => line.trim())
    .filter((line) => (line.startsWith('::') && !own.test(line)) || line.includes('##['))
}

/** Writes the event a runner hands over, and names the file as it does. */
export async function eventOf(folder: string, event: unknown): Promise<Readonly<Record<string, string>>> {
  const file = path.join(folder, 'event.json')
  await writeFile(file, JSON.stringify(event))
  return { GITHUB_EVENT_PATH: file }
}
