import { execFile } from 'node:child_process'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import { parse } from 'yaml'
import { testFolder } from '../support/cli.ts'
import { makeImage } from '../support/images.ts'
import { describeWith } from '../support/real-registries.ts'
import { ledgerKinds, type Prepared, prepare } from './scene.ts'
import { root } from './stand-ins.ts'

const run = promisify(execFile)
const opened: { close(): Promise<unknown> }[] = []

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

interface Job {
  readonly extends?: string
  readonly script?: readonly string[]
  readonly before_script?: readonly string[]
  readonly after_script?: readonly string[]
}

/** The scripts of a job, with what it gets from the job it extends; what installs the tool is left out. */
async function scriptsOf(
  name: string,
): Promise<{ readonly before: string; readonly main: string; readonly after: string }> {
  const text = await readFile(path.join(root, 'examples', 'gitlab', '.gitlab-ci.yml'), 'utf8')
  const jobs = parse(text) as Record<string, Job>
  const job = jobs[name]
  if (job === undefined) throw new Error(`There is no job ${name}.`)
  const parent = jobs[job.extends ?? ''] ?? {}
  const scriptIn = (key: 'script' | 'before_script' | 'after_script'): string =>
    (job[key] ?? parent[key] ?? []).filter((line) => !/^(apk add|npm install) /.test(line)).join('\n')
  return { before: scriptIn('before_script'), main: scriptIn('script'), after: scriptIn('after_script') }
}

/** Runs a job as a runner's shell does: the first two scripts in one, the last one in another, whatever came before. */
async function runJob(
  scene: Prepared,
  name: string,
  options: { readonly env?: Record<string, string>; readonly files?: Record<string, string> } = {},
): Promise<{ readonly code: number; readonly output: string; readonly folder: string }> {
  const place = await testFolder()
  const folder = path.join(place, 'work')
  await scene.bench.origin.clone(folder)
  for (const [file, content] of Object.entries(options.files ?? {}))
    await writeFile(path.join(folder, file), content)
  await mkdir(path.join(place, 'bin'))
  await symlink(path.join(root, 'bin', 'run.js'), path.join(place, 'bin', 'promote'))
  const remote = 'https://ledger:token@gitlab.example.com/acme/shop.git'
  await writeFile(
    path.join(place, '.gitconfig'),
    `[url "${scene.bench.origin.folder}"]\n\tinsteadOf = ${remote}\n`,
  )
  const env = {
    PATH: [path.join(place, 'bin'), path.dirname(process.execPath), process.env.PATH ?? ''].join(
      path.delimiter,
    ),
    HOME: place,
    GITLAB_CI: 'true',
    CI_JOB_URL: 'https://gitlab.example.com/acme/shop/-/jobs/1',
    CI_DEFAULT_BRANCH: 'main',
    CI_SERVER_HOST: 'gitlab.example.com',
    CI_PROJECT_PATH: 'acme/shop',
    LEDGER_TOKEN: 'token',
    DOCKER_AUTH_CONFIG: scene.dockerAuth,
    REPORT: 'report.md',
    ...options.env,
  }
  const { before, main, after } = await scriptsOf(name)
  const shell = async (script: string): Promise<{ code: number; output: string }> => {
    try {
      const { stdout, stderr } = await run('sh', ['-e', '-c', script], { cwd: folder, env })
      return { code: 0, output: `${stdout}${stderr}` }
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
      return { code, output: `${stdout}${stderr}` }
    }
  }
  const first = await shell(`${before}\n${main}`)
  const last = await shell(after)
  expect(last.code, last.output).toBe(0)
  return { code: first.code, output: `${first.output}${last.output}`, folder }
}

function report(folder: string): Promise<string> {
  return readFile(path.join(folder, 'report.md'), 'utf8')
}

describeWith('distribution3', 'the scripts of the GitLab example', () => {
  test('diff writes a report', async () => {
    const scene = await prepare(opened)
    await scene.push('staging', '1.4.2', scene.image)
    const { code, output, folder } = await runJob(scene, 'diff')
    expect(code, output).toBe(0)
    expect(await report(folder)).toContain('### staging → prod: 1 missing')
  })

  test('promote on merge promotes, and pushes the ledger with its token', async () => {
    const scene = await prepare(opened)
    const { code, output, folder } = await runJob(scene, 'promote on merge')
    expect(code, output).toBe(0)
    expect(await report(folder)).toContain('### ✔ test → staging')
    expect(await scene.bench.origin.subjects()).toEqual(['Record a promotion [skip ci]', 'First'])
    expect(await ledgerKinds(scene.bench)).toEqual(['intent', 'outcome'])
    expect(output).toContain('The ledger promotions.jsonl began with this run')
  })

  test('promote by hand takes its route and images from variables', async () => {
    const scene = await prepare(opened)
    await scene.push('test', '1.4.1', scene.image)
    const env = { FROM: 'test', TO: 'staging', IMAGES: 'api:1.4.1' }
    const { code, output } = await runJob(scene, 'promote by hand', { env })
    expect(code, output).toBe(0)
    expect(await scene.digestOf('staging', '1.4.1')).toBe(scene.image.manifest.descriptor.digest)
  })

  test('plan, apply, and drift afterwards', async () => {
    const scene = await prepare(opened)
    await scene.push('staging', '1.4.2', scene.image)
    const planned = await runJob(scene, 'plan')
    expect(planned.code, planned.output).toBe(0)
    const files = { 'plan.json': await readFile(path.join(planned.folder, 'plan.json'), 'utf8') }
    const applied = await runJob(scene, 'apply', { files })
    expect(applied.code, applied.output).toBe(0)
    expect(await scene.digestOf('prod', '1.4.2')).toBe(scene.image.manifest.descriptor.digest)
    expect((await runJob(scene, 'drift')).code).toBe(0)
    await scene.push('prod', '1.4.2', await makeImage({ seed: 'by hand' }))
    const drift = await runJob(scene, 'drift')
    expect(drift.code).toBe(5)
    expect(await report(drift.folder)).toContain('### ✖ verify prod')
  })
})
