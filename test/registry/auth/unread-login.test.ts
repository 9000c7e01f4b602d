import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createDockerCredentials } from '../../../src/registry/auth/credentials/docker.ts'
import { PromoteError } from '../../../src/support/errors.ts'
import { startForTest } from '../../support/fault-registry/fixture.ts'
import { testClient } from '../../support/registry-client.ts'

test.for([['basic'], ['bearer']] as const)(
  "a login under a key with a path is not docker's own way: the refusal says so (%s)",
  async ([kind]) => {
    const registry = await startForTest({ auth: { kind, username: 'ci', password: 'secret' } })
    const folder = await mkdtemp(path.join(tmpdir(), 'promote-unread-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const auth = Buffer.from('ci:secret').toString('base64')
    const file = path.join(folder, 'config.json')
    await writeFile(file, JSON.stringify({ auths: { [`${registry.host}/shop`]: { auth } } }))
    const credentials = createDockerCredentials({ env: { DOCKER_CONFIG: folder }, home: folder })
    const client = testClient({ credentials })
    onTestFinished(() => client.close())
    const store = client.repository({ kind: 'registry', host: registry.host, repository: 'shop/api' })
    const error = await store.manifest('1.0').catch((refusal: unknown) => refusal)
    if (!(error instanceof PromoteError)) throw error
    const { details, message } = error
    expect(details).toMatchObject({
      hint: expect.stringContaining(
        `${file} has a login for ${registry.host}/shop, but docker reads no keys with a path`,
      ),
    })
    expect(`${message} ${JSON.stringify(details)}`).not.toContain(auth)
  },
)
