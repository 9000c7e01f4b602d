import { expect, test } from 'vitest'
import { promotionFile, runPromote, testFolder } from '../support/cli.ts'
import { startForTest } from '../support/fault-registry/fixture.ts'
import { makeImage } from '../support/images.ts'

test('verify --deep of two images that share a damaged blob names both, and counts what it read once', async () => {
  const registry = await startForTest()
  const base = await makeImage({ seed: 'base', layers: 1 })
  for (const name of ['api', 'web'])
    registry.seed(`test/${name}`, await makeImage({ seed: name, base, layers: 1 }), ['1.0.0'])
  const cwd = await testFolder({
    'promotion.yaml': promotionFile(registry.host, { api: '1.0.0', web: '1.0.0' }).replace(
      /(name: prod, .*) }/,
      '$1, tags: ["{tag}", latest] }',
    ),
  })
  const run = (...words: string[]) => runPromote(words, { cwd })
  expect((await run('--from', 'test', '--to', 'prod')).code).toBe(0)
  const whole = await run('verify', 'prod', '--deep')
  expect(whole.code).toBe(0)
  // Of each image a manifest, a config and two layers, though each has two tags.
  expect(whole.stdout).toMatch(/^4 tags verified, 2 manifests and 6 blobs \(.*\) hashed$/m)
  const [shared] = [...base.blobs.keys()].filter((digest) =>
    registry.repositories.get('prod/api')?.blobs.has(digest),
  )
  if (shared === undefined) throw new Error('no shared layer')
  registry.inject({ fault: { do: 'corrupt' }, method: 'GET', path: new RegExp(shared) })
  const { code, stdout, stderr } = await run('verify', 'prod', '--deep', '-q')
  expect(code, stderr).toBe(5)
  const told = stdout.split('\n').filter((line) => line.includes('damaged'))
  expect(told.map((line) => line.split(/ +/).slice(1, 4).join(' '))).toEqual([
    'prod api 1.0.0',
    'prod api latest',
    'prod web 1.0.0',
    'prod web latest',
  ])
  expect(stdout + stderr).not.toContain('cancelled')
})
