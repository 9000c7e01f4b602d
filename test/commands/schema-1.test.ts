import { afterAll, beforeAll, expect, test } from 'vitest'
import { digestOf } from '../../src/oci/digest.ts'
import { type AnsweringServer, json, startAnswering } from '../registry/answering.ts'
import { promotionFile, runPromote, testFolder } from '../support/cli.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/registry.ts'

const TYPE = 'application/vnd.docker.distribution.manifest.v1+prettyjws'

let old: AnsweringServer
let prod: FaultRegistry

/** A registry of old images, which signs schema 1 anew for each answer, as distribution 2.8 does. */
beforeAll(async () => {
  const told = digestOf('the manifest without its signatures')
  prod = await startFaultRegistry()
  old = await startAnswering(({ url = '', method }, response, count) => {
    if (url === '/v2/') return json(response, 200, {})
    if (url.includes('/tags/list')) return json(response, 200, { name: 'test/api', tags: ['1.0.0'] })
    if (!url.startsWith('/v2/test/api/manifests/')) return json(response, 404, { errors: [] })
    if (!url.endsWith('/1.0.0') && !url.endsWith(told)) return json(response, 404, { errors: [] })
    const document = {
      schemaVersion: 1,
      name: 'test/api',
      tag: '1.0.0',
      signatures: [{ signature: `${count}` }],
    }
    response.writeHead(200, { 'content-type': TYPE, 'docker-content-digest': told })
    return response.end(method === 'HEAD' ? undefined : JSON.stringify(document))
  })
})

afterAll(async () => {
  await old[Symbol.asyncDispose]()
  await prod.close()
})

test.for([
  [['--from', 'test', '--to', 'prod']],
  [['--from', 'test', '--to', 'prod', '--dry-run']],
  [['plan', '--from', 'test', '--to', 'prod', '-o', 'plan.json']],
])('%j of an image in schema 1 is refused by that name, and writes nothing', async ([words = []]) => {
  const file = promotionFile(old.host, { api: '1.0.0' }, 'defaults: { retries: 0 }')
  const folder = await testFolder({
    'promotion.yaml': file.replace(`${old.host}/prod`, `${prod.host}/prod`),
  })
  const { code, stdout, stderr } = await runPromote(words, { cwd: folder })
  expect(code, stdout + stderr).toBe(1)
  expect(stderr).toMatch(/api.*schema 1/)
  expect(stdout + stderr).not.toMatch(/damaged|does not match/)
  expect(prod.writes()).toEqual([])
})

test('copy of it is refused the same way', async () => {
  const folder = await testFolder()
  const words = ['copy', `${old.host}/test/api:1.0.0`, `${prod.host}/prod/api:1.0.0`]
  const { code, stdout, stderr } = await runPromote(words, { cwd: folder })
  expect(code, stdout + stderr).toBe(1)
  expect(stderr).toContain('schema 1')
  expect(prod.writes()).toEqual([])
})
