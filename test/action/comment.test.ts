import { afterEach, expect, test } from 'vitest'
import { promotionFile, testFolder } from '../support/cli.ts'
import { startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeImage } from '../support/images.ts'
import { type Comment, type GithubOptions, startGithub } from './github-server.ts'
import { eventOf, runStep, type StepRun } from './running.ts'

const opened: { close(): Promise<unknown> }[] = []

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

/** The marker of the step that {@link scene} runs. */
const MARKER = '<!-- promote: diff test prod   -->'

async function scene(options: GithubOptions = {}) {
  const [registry, github] = [await startFaultRegistry(), await startGithub(options)]
  opened.push(registry, github)
  registry.seed('test/api', await makeImage(), ['1.0.0'])
  const folder = await testFolder({ 'promotion.yaml': promotionFile(registry.host, { api: '1.0.0' }) })
  const run = async (event: unknown, token = 'canary-token'): Promise<StepRun> => {
    const env = {
      GITHUB_API_URL: github.url,
      GITHUB_REPOSITORY: 'acme/shop',
      ...(await eventOf(folder, event)),
    }
    const inputs = { command: 'diff', from: 'test', to: 'prod', comment: 'true', 'github-token': token }
    return runStep(folder, inputs, env)
  }
  return { github, run }
}

const pullRequest = { pull_request: { number: 7 } }

function comment(id: number, body: string, more: Partial<Comment> = {}): Comment {
  return { id, body, user: { type: 'User' }, author_association: 'NONE', ...more }
}

test('one comment, found again on a later page, and updated', async () => {
  const others = Array.from({ length: 5 }, (_, index) => comment(index + 1, `remark ${index}`))
  const ours = comment(99, `${MARKER}\nold`, { user: { type: 'Bot' } })
  const { github, run } = await scene({ comments: [...others, ours], pageSize: 2 })
  expect((await run(pullRequest)).code).toBe(0)
  expect((await run(pullRequest)).code).toBe(0)
  expect(github.comments).toHaveLength(6)
  expect(github.comments.at(-1)?.body).toMatch(
    /^<!-- promote: diff test prod .*-->\n### test → prod: 1 missing\n/,
  )
  const list = '/repos/acme/shop/issues/7/comments?per_page=100'
  const once = [
    `GET ${list}`,
    `GET ${list}&page=2`,
    `GET ${list}&page=3`,
    'PATCH /repos/acme/shop/issues/comments/99',
  ]
  expect(github.requests).toEqual([...once, ...once])
})

test('a comment of a stranger with the same marker is left alone; one of a collaborator is taken', async () => {
  const strange = comment(1, `${MARKER}\nmine`)
  const quoted = comment(2, `> ${MARKER}\n`, { user: { type: 'Bot' } })
  const { github, run } = await scene({ comments: [strange, quoted] })
  await run(pullRequest)
  expect(github.comments.map(({ id }) => id)).toEqual([1, 2, 1002])
  expect(github.comments[0]?.body).toBe(`${MARKER}\nmine`)

  const person = await scene({ comments: [comment(5, `${MARKER}\nold`, { author_association: 'MEMBER' })] })
  await person.run(pullRequest)
  expect(person.github.comments).toHaveLength(1)
})

test('a comment on a pull request is an event of it', async () => {
  const { github, run } = await scene()
  await run({ issue: { number: 12, pull_request: {} } })
  expect(github.requests[0]).toBe('GET /repos/acme/shop/issues/12/comments?per_page=100')
})

test('without the right to comment the run goes on, with a warning', async () => {
  const { github, run } = await scene({ isForbidden: true })
  const { code, log, outputs } = await run(pullRequest)
  expect(code).toBe(0)
  expect(outputs.changed).toBe('true')
  expect(log).toContain(
    '::warning title=promote::GitHub answered 403 to the comment: Resource not accessible by integration. The job needs',
  )
  expect(github.comments).toEqual([])
})

test('without a token, and with no pull request, nothing is asked', async () => {
  const { github, run } = await scene()
  const without = await run(pullRequest, '')
  expect(without.code).toBe(0)
  expect(without.log).toContain('::warning title=promote::No comment: the input github-token is empty.')
  const pushed = await run({ ref: 'refs/heads/main' })
  expect(pushed.code).toBe(0)
  expect(pushed.log).toContain('::notice title=promote::No comment: this run belongs to no pull request.')
  expect(github.requests).toEqual([])
})

test('the token does not follow a next page to another host, and is masked', async () => {
  const other = await startGithub()
  opened.push(other)
  const comments = [comment(1, 'a'), comment(2, 'b')]
  const { run } = await scene({ comments, pageSize: 1, nextHost: new URL(other.url).host })
  const { code, log } = await run(pullRequest)
  expect(code).toBe(0)
  expect(log).toContain(
    "::warning title=promote::GitHub's answer about the comments was not a next page on its own host.",
  )
  expect(other.requests).toEqual([])
  expect(log.match(/canary-token/g)).toHaveLength(1)
  expect(log).toContain('::add-mask::canary-token\n')
})

test('a comment that would be too long ends with a note', async () => {
  const [registry, github] = [await startFaultRegistry(), await startGithub()]
  opened.push(registry, github)
  const names = Array.from({ length: 400 }, (_, index) => `team/${'a-rather-long-name-'.repeat(4)}${index}`)
  const image = await makeImage()
  for (const name of names) registry.seed(`test/${name}`, image, ['1.0.0'])
  const images = Object.fromEntries(names.map((name) => [name, '1.0.0']))
  const folder = await testFolder({ 'promotion.yaml': promotionFile(registry.host, images) })
  const env = {
    GITHUB_API_URL: github.url,
    GITHUB_REPOSITORY: 'acme/shop',
    ...(await eventOf(folder, pullRequest)),
  }
  const inputs = { command: 'diff', from: 'test', to: 'prod', comment: 'true', 'github-token': 'token' }
  const { code, summary } = await runStep(folder, inputs, env)
  expect(code).toBe(0)
  const body = github.comments[0]?.body ?? ''
  expect(body.length).toBeLessThanOrEqual(65_536)
  expect(body).toMatch(/more lines do not fit here: see the summary of the run\.\n$/)
  expect(Buffer.byteLength(summary)).toBeGreaterThan(65_536)
})
