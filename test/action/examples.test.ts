import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { makeImage } from '../support/images.ts'
import { pushToRegistry } from '../support/push.ts'
import { type RunningRegistry, startRegistry } from '../support/real-registries.ts'
import { describeWithAct, makeWorkbench, type Workbench } from './act.ts'
import { root } from './stand-ins.ts'

const USER = 'robot'
const PASSWORD = 'canary password 7'
const authorization = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`
const opened: { close(): Promise<unknown> }[] = []

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

describeWithAct('the example workflows', () => {
  test('promote-on-merge promotes, and commits the ledger', async () => {
    const { registry, bench, start } = await prepare()
    const run = await bench.run(await example('promote-on-merge'), start('push'))
    expect(run.exitCode, run.log).toBe(0)
    console.log(JSON.stringify(run.steps), run.log)
    expect(run.steps[0]?.outputs.promoted).toBe('["api"]')
    expect(registry.host).toBeDefined()
  })
})

/** A registry with a password and an image in `test` and `staging`, and a repository whose file promotes it. */
async function prepare() {
  const registry = await startRegistry('distribution3', {
    auth: { kind: 'htpasswd', user: USER, password: PASSWORD },
  })
  opened.push(registry)
  const image = await makeImage({ seed: 'api' })
  await pushToRegistry(registry.host, 'test/api', image, ['1.4.2'], { authorization })
  const bench = await makeWorkbench({ 'promotion.yaml': promotionFile(registry) })
  const start = (event: string, more: object = {}) => ({
    event,
    variables: { REGISTRY: registry.host },
    secrets: { REGISTRY_USER: USER, REGISTRY_PASSWORD: PASSWORD },
    ...more,
  })
  return { registry, bench, image, start }
}

function promotionFile({ host }: RunningRegistry): string {
  return [
    'version: 1',
    'project: shop',
    'environments:',
    ...['test', 'staging', 'prod'].map(
      (name) => `  - { name: ${name}, repository: "${host}/${name}/{image}" }`,
    ),
    'images:',
    '  - { name: api, select: ["1.4.2"] }',
    '',
  ].join('\n')
}

function example(name: string): Promise<string> {
  return readFile(path.join(root, 'examples', 'github', `${name}.yml`), 'utf8')
}

export type { Workbench }
