import { rm } from 'node:fs/promises'
import path from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Selector } from '../../src/model/config.ts'
import { expectSame } from '../pipeline/inspect/agreeing.ts'
import {
  type Event,
  eventOf,
  imageArgument,
  imageOf,
  ROUTES,
  selectOf,
  templatesOf,
} from '../pipeline/inspect/histories.ts'
import { makeFolder, runPromote } from '../support/cli.ts'
import { startFaultRegistry } from '../support/fault-registry/registry.ts'

/** A selector as the file has it; JSON is YAML. */
function written(selector: Selector): unknown {
  switch (selector.kind) {
    case 'semver':
      return { semver: selector.range, ...(selector.newest === undefined ? {} : { newest: selector.newest }) }
    case 'glob':
      return selector.glob
    case 'tag':
      return selector.tag
    case 'regex':
    case 'digest':
      throw new Error(`no history has ${selector.kind}`)
    default:
      return selector satisfies never
  }
}

async function agree(select: readonly Selector[], tags: readonly string[], events: readonly Event[]) {
  await using stack = new AsyncDisposableStack()
  const registry = await startFaultRegistry()
  stack.defer(() => registry.close())
  const environment = (name: string, more: object) => ({
    name,
    repository: `${registry.host}/${name}/{image}`,
    ...more,
  })
  const file = {
    version: 1,
    project: 'shop',
    environments: [
      environment('dev', {}),
      environment('test', { tags }),
      environment('prod', { tags, from: ['test', 'dev'] }),
    ],
    images: [{ name: 'api', select: select.map(written) }],
    defaults: { retries: 0 },
  }
  const folder = await makeFolder({ 'promotion.yaml': JSON.stringify(file, null, 2) })
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const run = (...words: readonly string[]) => runPromote(words, { cwd: folder })
  const said = async (...words: readonly string[]) => JSON.parse((await run(...words, '--json')).stdout)

  for (const event of events) {
    if (event.kind === 'push') registry.seed(`${event.to}/api`, imageOf(event.seed), [event.tag])
    else if (event.kind === 'remove') registry.repositories.get(`${event.from}/api`)?.tags.delete(event.tag)
    else if (event.kind === 'promote') {
      const [from, to] = event.route
      await run('--from', from, '--to', to, ...imageArgument(event.what))
    } else if (event.kind === 'rollback') {
      await run('rollback', event.in, '--steps', String(event.steps))
    } else {
      for (const end of ['', '.open', '.lock']) {
        await rm(path.join(folder, `promotions.jsonl${end}`), { force: true })
      }
    }
  }
  const matrix = await said('diff')
  const status = await said('status')
  expect(matrix.kind).toBe('matrix')
  for (const [from, to] of ROUTES) {
    const pair = await said('diff', '--from', from, '--to', to)
    const dry = (await said('--from', from, '--to', to, '--dry-run')).plan
    expectSame({ pair, matrix, status, dry: dry ?? undefined }, from, to)
  }
}

/** After a history of pushes, removals and promotions the program says the same in each of its ways. */
test('diff, the matrix, status and a dry run agree after a random history', async () => {
  await fc.assert(
    fc.asyncProperty(selectOf, templatesOf, fc.array(eventOf, { minLength: 8, maxLength: 14 }), agree),
    { numRuns: 2, endOnFailure: true },
  )
}, 120_000)
