import { execFile } from 'node:child_process'
import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

const root = path.join(import.meta.dirname, '..', '..')
const read = (file: string): Promise<string> => readFile(path.join(root, file), 'utf8')
const { version } = JSON.parse(await read('package.json')) as { version: string }

test('every place that names the version names this one', async () => {
  const files = [
    'README.md',
    'docs/github.md',
    'docs/install.md',
    ...globSync('examples/**/*.{yml,md}', { cwd: root }),
  ]
  let count = 0
  for (const file of files) {
    const text = await read(file)
    for (const [, found] of text.matchAll(
      /\b(?:promote@v?|promote@[0-9a-f]{40} # v|promote-)(\d+\.\d+\.\d+)/g,
    )) {
      expect(`${file}: ${found}`).toBe(`${file}: ${version}`)
      count++
    }
  }
  expect(count).toBeGreaterThan(10)
  expect(await read('CHANGELOG.md')).toContain(`\n## ${version}\n`)
  expect(await read('oclif.manifest.json')).toContain(`"version": "${version}"`)
})

const workflows = ['.github/workflows/*.yml', 'examples/github/*.yml'].flatMap((pattern) =>
  globSync(pattern, { cwd: root }),
)

test.each(workflows)('%s pins what it uses and says what it may do', async (file) => {
  const text = await read(file)
  for (const [, used = ''] of text.matchAll(/^\s*(?:- )?uses:\s*(\S+.*)$/gm)) {
    expect(used).toMatch(/^[\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  }
  const workflow = parse(text) as {
    permissions?: object
    jobs: Record<string, { 'timeout-minutes'?: number; steps: readonly { run?: string }[] }>
  }
  expect(workflow.permissions).toBeTypeOf('object')
  for (const job of Object.values(workflow.jobs)) expect(job['timeout-minutes']).toBeTypeOf('number')
  // What comes from outside goes to a script through the environment, never into its text.
  for (const { steps } of Object.values(workflow.jobs))
    for (const { run = '' } of steps) expect(run).not.toContain('${{')
})

/** What in a workflow may write to a registry: those jobs get their login from an environment. */
test.each(globSync('examples/github/*.yml', { cwd: root }))(
  '%s gives a login that may write to jobs of an environment alone',
  async (file) => {
    const { jobs } = parse(await read(file)) as {
      jobs: Record<
        string,
        {
          environment?: string
          steps: readonly { uses?: string; with?: { command?: string; to?: string } }[]
        }
      >
    }
    for (const { environment, steps } of Object.values(jobs)) {
      const step = steps.find(({ uses }) => uses?.startsWith('OWNER/promote@'))
      const writes = ['promote', 'apply'].includes(step?.with?.command ?? 'promote')
      expect(environment !== undefined).toBe(writes)
      const { to } = step?.with ?? {}
      if (writes && to !== undefined) expect(environment).toBe(to)
    }
  },
)

test('what the pages show of a workflow is pinned as well', async () => {
  for (const file of ['README.md', 'docs/github.md']) {
    const used = [...(await read(file)).matchAll(/^\s*(?:- )?uses: (\S+.*)$/gm)].map(([, text]) => text)
    expect(used.length).toBeGreaterThan(0)
    for (const text of used) expect(text).toMatch(/^[\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  }
})

test('the release takes the part of the changelog that is about its version', async () => {
  const workflow = parse(await read('.github/workflows/release.yml')) as {
    jobs: { github: { steps: readonly { run?: string }[] } }
  }
  const line = workflow.jobs.github.steps.find(({ run }) => run?.startsWith('awk'))?.run ?? ''
  const { stdout } = await promisify(execFile)('sh', ['-c', line.replace(/ >notes\.md.*$/, '')], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', GITHUB_REF_NAME: `v${version}` },
  })
  expect(stdout).toMatch(new RegExp(`^## ${version.replaceAll('.', '\\.')}\n\n\\S`))
})

test('the container image is for a user that is not root, and needs what the package brings', async () => {
  const lines = (await read('Containerfile')).split('\n')
  const last = (word: string): string | undefined =>
    lines.filter((line) => line.startsWith(`${word} `)).at(-1)
  expect(last('USER')).toBe('USER node')
  expect(last('FROM')).toMatch(/^FROM docker\.io\/library\/node:24-/)
  expect(lines.join('\n')).toMatch(/apt-get install [^\n]*git openssh-client/)
  expect(last('ENTRYPOINT')).toBe('ENTRYPOINT ["promote"]')
})
