import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import pjson from '../../../package.json' with { type: 'json' }
import { RegistryCommand } from '../../../src/cli/base/registry-command.ts'
import { LeanConfig } from '../../../src/cli/lean-config.ts'
import { startFaultRegistry } from '../../support/fault-registry/registry.ts'
import { temporaryFolder } from '../../support/folders.ts'
import { makeServerCertificate } from '../../support/tls.ts'
import { startTlsFront } from '../../support/tls-front.ts'

const root = path.join(import.meta.dirname, '..', '..', '..')
const config = new LeanConfig(root, pjson as unknown as ConstructorParameters<typeof LeanConfig>[1])

/** Asks the host for a tag of nothing with these flags; false is the right answer. */
async function probe(host: string, ...words: readonly string[]): Promise<boolean> {
  class Probe extends RegistryCommand {
    async run(): Promise<boolean> {
      const { flags } = await this.parse(Probe)
      return this.withRegistries(flags, async (registries) => {
        const store = registries.open({ kind: 'registry', host, repository: 'a/b' })
        return (await store.resolve('1.0')) !== undefined
      })
    }
  }
  return new Probe([...words], config).run()
}

test('a registry command has the common flags, no -f, and registries that are closed after it', async () => {
  const registry = await startFaultRegistry()
  onTestFinished(() => registry.close())
  expect(await probe(registry.host, '--quiet')).toBe(false)
  await expect(probe(registry.host, '-f', 'promotion.yaml')).rejects.toThrow(/-f/)
})

test('--ca-file, --insecure and a promotion file say how the registry is reached', async () => {
  const registry = await startFaultRegistry()
  onTestFinished(() => registry.close())
  const folder = await temporaryFolder()
  const certificate = await makeServerCertificate(folder)
  const front = await startTlsFront(registry.host, certificate)
  onTestFinished(() => front.close())
  expect(await probe(front.host, '--ca-file', certificate.caFile)).toBe(false)
  const file = path.join(folder, 'promotion.yaml')
  const isTls = '{ plainHttp: false }'
  await writeFile(file, `registries: { "${front.host}": ${isTls}, "${registry.host}": ${isTls} }\n`)
  await expect(probe(front.host, '--file', file)).rejects.toMatchObject({
    code: 'unreachable',
    details: { hint: expect.stringContaining('--ca-file') },
  })
  await expect(probe(registry.host, '--file', file)).rejects.toMatchObject({
    code: 'unreachable',
    details: { hint: expect.stringContaining('--plain-http') },
  })
  expect(await probe(registry.host, '--file', file, '--plain-http')).toBe(false)
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  onTestFinished(() => said.mockRestore())
  expect(await probe(front.host, '--insecure', '--quiet')).toBe(false)
  expect(said.mock.calls.flat().join('')).toMatch(/^WARNING! --insecure: certificates are not checked\./)
})
