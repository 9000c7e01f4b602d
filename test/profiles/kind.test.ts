import { expect, onTestFinished, test } from 'vitest'
import { runPromote, testFolder } from '../support/cli.ts'
import { makeArtifact } from '../support/images.ts'
import { quay } from '../support/profile-server/plays/quay.ts'
import { playForTest } from '../support/profile-server/profile-server.ts'
import { testClient } from '../support/registry-client.ts'

test('a kind that the promotion file names decides how names are written, with the place in the file', async () => {
  const file = (kind: string): string =>
    [
      'version: 1',
      'environments:',
      '  - { name: test, repository: "registry.example.com/test/{image}" }',
      '  - { name: prod, repository: "images.example.com/{image}" }',
      'images:',
      '  - { name: api, select: ["1.0"] }',
      `registries: { images.example.com: { kind: ${kind} } }`,
      '',
    ].join('\n')
  const validate = async (kind: string) =>
    runPromote(['validate'], { cwd: await testFolder({ 'promotion.yaml': file(kind) }) })
  expect((await validate('zot')).code).toBe(0)
  const refused = await validate('harbor')
  expect(refused.code).toBe(2)
  expect(refused.stderr).toMatch(/promotion\.yaml:4:\d+/)
  expect(refused.stderr).toContain('A repository on Harbor has at least 2 parts after the host; this has 1.')
  const unknown = await validate('harbour')
  expect(unknown.stderr).toMatch(/promotion\.yaml:7:\d+/)
  expect(unknown.stderr).toContain('harbor')
})

test('a kind that is named is asked as that registry, whatever the host answers', async () => {
  // Asked for `delete`, Quay's token endpoint says 400; nothing in its answers tells that it is one.
  const users = { acme: 'secret of acme' }
  const untag = async (kind: string | undefined): Promise<string> => {
    const server = await playForTest([quay({ users })])
    server.registry('quay').seed('acme/api', makeArtifact({ content: 'api' }), ['1.0'])
    const client = testClient({
      credential: { kind: 'basic', username: 'acme', password: 'secret of acme' },
      registries: kind === undefined ? {} : { [server.host]: { kind } },
    })
    onTestFinished(() => client.close())
    const store = client.repository(
      { kind: 'registry', host: server.host, repository: 'acme/api' },
      { push: true },
    )
    return (await store.untag('1.0')).kind
  }
  expect(await untag(undefined)).toBe('stays')
  expect(await untag('quay')).toBe('removed')
})
