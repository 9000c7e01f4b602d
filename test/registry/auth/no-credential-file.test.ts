import { execFileSync, spawnSync } from 'node:child_process'
import { lstat, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { Login } from '../../../src/registry/auth/credentials/credential.ts'
import { createDockerCredentials } from '../../../src/registry/auth/credentials/docker.ts'
import { temporaryFolder } from '../../support/folders.ts'

const HOST = 'registry.example.com'
const LOGIN: Login = { kind: 'basic', username: 'ada', password: 'canary-s3cret' }

async function scene() {
  const home = await temporaryFolder()
  const config = path.join(home, '.docker', 'config.json')
  await mkdir(path.dirname(config))
  const env = { PATH: path.join(home, 'bin'), XDG_RUNTIME_DIR: path.join(home, 'run') }
  return { config, credentials: createDockerCredentials({ env, home, platform: 'linux' }) }
}

/** A device such as /dev/null, which is not tried on: it would be gone for this machine. Only root can make one. */
const device = (file: string): boolean => spawnSync('mknod', [file, 'c', '1', '3']).status === 0

// A call that waits for the other end of a pipe is ended by no signal: without an end of its own the test would hang.
test.skipIf(process.platform === 'win32')(
  'a pipe is named at once, and waited for never',
  { timeout: 10_000 },
  async () => {
    const { config, credentials } = await scene()
    execFileSync('mkfifo', [config])
    const refusal = { code: 'invalid-file', message: expect.stringContaining('a pipe or a device') }
    await expect(credentials.get(HOST, '')).rejects.toMatchObject(refusal)
    await expect(credentials.store(HOST, LOGIN)).rejects.toMatchObject(refusal)
  },
)

test('a device that holds nothing is empty for who reads, and is not replaced by who writes', async ({
  skip,
}) => {
  const { config, credentials } = await scene()
  if (!device(config)) skip()
  await expect(credentials.get(HOST, '')).resolves.toEqual({ kind: 'anonymous' })
  await expect(credentials.erase(HOST)).resolves.toBe(false)
  await expect(credentials.store(HOST, LOGIN)).rejects.toMatchObject({
    code: 'disk',
    message: expect.stringContaining('a pipe or a device'),
  })
  expect((await lstat(config)).isCharacterDevice()).toBe(true)
})

test('bytes that are not UTF-8 are not written over with others', async () => {
  const { config, credentials } = await scene()
  await writeFile(config, Buffer.from('{"proxies":"caf\xe9"}', 'latin1'))
  await expect(credentials.store(HOST, LOGIN)).rejects.toMatchObject({ code: 'invalid-file' })
})
