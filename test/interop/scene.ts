import { onTestFinished } from 'vitest'
import { openLayout } from '../../src/layout/layout-store.ts'
import { digestOf } from '../../src/oci/digest.ts'
import { type CliResult, runPromote, testFolder } from '../support/cli.ts'
import type { TestImage } from '../support/images.ts'
import { pushImage } from '../support/push.ts'
import { type RegistryKind, type RunningRegistry, startRegistry } from '../support/real-registries.ts'
import { runTool } from '../support/tools.ts'

/** A promotion from test to prod that other tools write into and read from. */
export interface Scene {
  /** A folder that is the home of the tools, too. */
  readonly folder: string
  /** Runs a tool there and gives its stdout. */
  tool(program: string, ...args: readonly string[]): Promise<string>
  /** Promotes, and throws with what was said where that fails. */
  promote(): Promise<CliResult>
  /** The digest that skopeo sees under a name of its own (`docker://…`, `oci:…`). */
  digest(reference: string): Promise<string>
}

/** `repository` templates of both environments, and what of the only image is selected. */
export interface Places {
  readonly test: string
  readonly prod: string
  readonly select?: string
}

/** Sets a scene for one test; relative `oci:` places are in its folder. */
export async function setScene({ test, prod, select = '["1.0"]' }: Places): Promise<Scene> {
  const folder = await testFolder({
    'promotion.yaml': [
      'version: 1',
      'environments:',
      `  - { name: test, repository: "${test}" }`,
      `  - { name: prod, repository: "${prod}" }`,
      'images:',
      `  - { name: app, select: ${select} }`,
      '',
    ].join('\n'),
  })
  const tool: Scene['tool'] = (program, ...args) => runTool(folder, program, ...args)
  return {
    folder,
    tool,
    async promote() {
      const result = await runPromote(['--from', 'test', '--to', 'prod', '--yes'], { cwd: folder })
      if (result.code !== 0) throw new Error(`exit ${result.code}: ${result.stdout}${result.stderr}`)
      return result
    },
    async digest(reference) {
      const plain = reference.startsWith('docker:') ? ['--tls-verify=false'] : []
      return digestOf(await tool('skopeo', 'inspect', '--raw', ...plain, reference))
    },
  }
}

/** A registry for one test. */
export async function registryOf(kind: RegistryKind = 'distribution3'): Promise<RunningRegistry> {
  const registry = await startRegistry(kind)
  onTestFinished(() => registry.close())
  return registry
}

/** Writes an image into a layout in this folder, with the tag 1.0. */
export async function writeLayout(layout: string, image: TestImage): Promise<void> {
  await pushImage(openLayout(layout), image, ['1.0'])
}
