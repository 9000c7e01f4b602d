import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import pjson from '../../../package.json' with { type: 'json' }
import { RegistryCommand } from '../../../src/cli/base/registry-command.ts'
import { LeanConfig } from '../../../src/cli/lean-config.ts'
import { startFaultRegistry } from '../../support/fault-registry/registry.ts'

const root = path.join(import.meta.dirname, '..', '..', '..')

test('a registry command has the common flags, no -f, and registries that are closed after it', async () => {
  const registry = await startFaultRegistry()
  onTestFinished(() => registry.close())
  class Probe extends RegistryCommand {
    async run(): Promise<boolean> {
      const { flags } = await this.parse(Probe)
      return this.withRegistries(flags, async (registries) => {
        const store = registries.open({ kind: 'registry', host: registry.host, repository: 'a/b' })
        return (await store.resolve('1.0')) === undefined
      })
    }
  }
  const config = new LeanConfig(root, pjson as unknown as ConstructorParameters<typeof LeanConfig>[1])
  expect(await new Probe(['--quiet'], config).run()).toBe(true)
  await expect(new Probe(['-f', 'promotion.yaml'], config).run()).rejects.toThrow(/-f/)
})
