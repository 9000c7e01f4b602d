import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { makeImage } from '../support/images.ts'
import { describeWithAct } from './act.ts'
import { startGithub } from './github-server.ts'
import { ledgerKinds, PASSWORD, prepare } from './scene.ts'
import { root } from './stand-ins.ts'

const opened: { close(): Promise<unknown> }[] = []

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

describeWithAct('the example workflows, word for word', () => {
  test('promote-on-merge promotes and commits the ledger; the next run goes on with it', async () => {
    const { bench, image, start, digestOf, push } = await prepare(opened)
    const workflow = await example('promote-on-merge')
    const run = await bench.run(workflow, start('push'))
    expect(run.exitCode, run.log).toBe(0)
    const { digest } = image.manifest.descriptor
    const [step] = run.steps
    expect(step?.outputs).toMatchObject({
      changed: 'true',
      promoted: '["api"]',
      skipped: '[]',
      failed: '[]',
      digests: JSON.stringify({ api: digest }),
    })
    expect(step?.summary).toContain(`| ✔ | <code>api</code> | 1.4.2 | <code>${digest.slice(7, 15)}</code> |`)
    expect(step?.summary).toContain('| Image | test | staging | prod |')
    expect(await digestOf('staging', '1.4.2')).toBe(digest)
    expect(run.log).toContain('::warning title=promote::The ledger promotions.jsonl began with this run')
    expect(await bench.origin.subjects()).toEqual(['Record a promotion', 'First'])
    expect(await ledgerKinds(bench)).toEqual(['intent', 'outcome'])

    await push('test', '1.4.2', await makeImage({ seed: 'next' }))
    const next = await bench.run(workflow, start('push'))
    expect(next.exitCode, next.log).toBe(0)
    expect(next.log).not.toContain('began with this run')
    expect(await ledgerKinds(bench)).toEqual(['intent', 'outcome', 'intent', 'outcome'])
    for (const { log } of [run, next]) expect(log).not.toContain(PASSWORD)
  })

  test('diff-on-pull-request comments once, and updates that comment', async () => {
    const { bench, start, push, image } = await prepare(opened)
    await push('staging', '1.4.2', image)
    const github = await startGithub()
    opened.push(github)
    const workflow = await example('diff-on-pull-request')
    const event = start('pull_request', {
      payload: { pull_request: { number: 7, head: { repo: { fork: false } } } },
      env: { GITHUB_API_URL: github.url, GITHUB_REPOSITORY: 'acme/shop' },
      secrets: { GITHUB_TOKEN: 'canary-token' },
    })
    const first = await bench.run(workflow, event)
    expect(first.exitCode, first.log).toBe(0)
    expect(first.steps[0]?.outputs.changed).toBe('true')
    expect(github.comments).toHaveLength(1)
    expect(github.comments[0]?.body).toContain('### staging → prod: 1 missing')
    await push('prod', '1.4.2', image)
    const second = await bench.run(workflow, event)
    expect(second.exitCode, second.log).toBe(0)
    expect(github.comments).toHaveLength(1)
    expect(github.comments[0]?.body).toContain('### staging → prod: in step')
    expect(github.requests.map((line) => line.split(' ')[0])).toEqual(['GET', 'POST', 'GET', 'PATCH'])
    expect(new Set(github.authorizations)).toEqual(new Set(['Bearer canary-token']))
  })

  test('diff-on-pull-request from a fork has no secrets, may not comment, and does not fail', async () => {
    const { bench, start } = await prepare(opened)
    const github = await startGithub({ isForbidden: true })
    opened.push(github)
    const run = await bench.run(await example('diff-on-pull-request'), {
      ...start('pull_request', {
        payload: { pull_request: { number: 8, head: { repo: { fork: true } } } },
        env: { GITHUB_API_URL: github.url, GITHUB_REPOSITORY: 'acme/shop' },
      }),
      secrets: { GITHUB_TOKEN: 'fork-token' },
    })
    expect(run.exitCode, run.log).toBe(0)
    expect(run.steps[0]?.exitCode).toBe(6)
    expect(run.log).toContain('::warning title=promote::Line 1 of registries has no user name and password')
    expect(run.log).toContain('::warning title=promote::GitHub answered 403 to the comment')
    expect(github.comments).toEqual([])
  })

  test('plan-approve-apply applies in the second job what the first one planned', async () => {
    const { bench, start, push, image, digestOf } = await prepare(opened)
    await push('staging', '1.4.2', image)
    const workflow = await example('plan-approve-apply')
    const run = await bench.run(workflow, start('workflow_dispatch'))
    expect(run.exitCode, run.log).toBe(0)
    const [plan, apply] = run.steps
    expect(plan?.outputs).toMatchObject({ changed: 'true', plan: 'plan.json', 'ledger-entry': '' })
    expect(apply?.outputs['plan-digest']).toBe(plan?.outputs['plan-digest'])
    expect(apply?.outputs.promoted).toBe('["api"]')
    expect(await digestOf('prod', '1.4.2')).toBe(image.manifest.descriptor.digest)
    expect(await ledgerKinds(bench)).toEqual(['intent', 'outcome'])

    const again = await bench.run(workflow, start('workflow_dispatch'))
    expect(again.exitCode, again.log).toBe(0)
    expect(again.steps.map(({ outputs }) => outputs.changed)).toEqual(['false'])
  })

  test('drift is green while prod holds what the ledger says, and fails when a tag was moved', async () => {
    const { bench, start, push, image } = await prepare(opened)
    await push('staging', '1.4.2', image)
    await bench.run(await example('plan-approve-apply'), start('workflow_dispatch'))
    const drift = await example('drift')
    const green = await bench.run(drift, start('schedule'))
    expect(green.exitCode, green.log).toBe(0)
    expect(green.steps[0]?.summary).toContain('### ✔ verify prod')
    await push('prod', '1.4.2', await makeImage({ seed: 'by hand' }))
    const red = await bench.run(drift, start('schedule'))
    expect(red.exitCode).toBe(1)
    expect(red.steps[0]?.exitCode).toBe(5)
    expect(red.steps[0]?.outputs.failed).toBe('["api"]')
    expect(red.steps[0]?.summary).toContain('drift')
    expect(red.log).toMatch(
      /::error title=promote,file=promotion\.yaml,line=8,col=\d+::api: .* holds sha256:/,
    )
  })

  test('promote-by-hand takes its route, images and dry run from the inputs', async () => {
    const { bench, start, image, push, digestOf } = await prepare(opened)
    await push('test', '1.4.1', image)
    const workflow = await example('promote-by-hand')
    const inputs = { from: 'test', to: 'staging', images: 'api:1.4.1', 'dry-run': 'true' }
    const look = await bench.run(workflow, start('workflow_dispatch', { payload: { inputs } }))
    expect(look.exitCode, look.log).toBe(0)
    expect(look.steps[0]?.outputs).toMatchObject({ changed: 'true', promoted: '["api"]', 'ledger-entry': '' })
    expect(look.steps[0]?.summary).toContain('(dry run)')
    expect(await digestOf('staging', '1.4.1')).toBeNull()
    expect(await bench.origin.subjects()).toEqual(['First'])
    const done = await bench.run(
      workflow,
      start('workflow_dispatch', { payload: { inputs: { ...inputs, 'dry-run': 'false' } } }),
    )
    expect(done.exitCode, done.log).toBe(0)
    expect(await digestOf('staging', '1.4.1')).toBe(image.manifest.descriptor.digest)
  })
})

function example(name: string): Promise<string> {
  return readFile(path.join(root, 'examples', 'github', `${name}.yml`), 'utf8')
}
