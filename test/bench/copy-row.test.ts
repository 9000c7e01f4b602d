import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { type CopyRow, openSources, runCopyRow } from '../../bench/copy-row.ts'
import type { Ground } from '../../bench/depot.ts'
import { promote, type Tool } from '../../bench/tools.ts'
import { temporaryFolder } from '../support/folders.ts'
import { builtPath } from '../support/programs.ts'
import { makeServerCertificate } from '../support/tls.ts'

const registry = builtPath('distribution')
const reason = 'distribution is not built (npm test builds it where Go is installed)'

const idle: Tool = {
  name: 'idle',
  prepare: async ({ folder }) => ({ program: process.execPath, args: ['-e', '0'], cwd: folder, env: {} }),
}
const failing: Tool = {
  name: 'failing',
  prepare: async ({ folder }) => ({
    program: process.execPath,
    args: ['-e', 'throw 1'],
    cwd: folder,
    env: {},
  }),
}
const absent: Tool = { name: 'absent', prepare: async () => undefined }

async function run(row: Partial<CopyRow>, program: string) {
  const folder = await temporaryFolder()
  await mkdir(path.join(folder, 'certificate'))
  const certificate = await makeServerCertificate(path.join(folder, 'certificate'))
  const ground: Ground = { folder, registry: program, certificate }
  await using sources = openSources(ground)
  const shape = { images: 2, layers: 3, shared: 2, layerBytes: 1024 }
  const rest = {
    id: 'row',
    title: 'A row',
    shape,
    access: 'plain',
    roundTripMs: 2,
    targets: () => [],
  } as const
  const whole: CopyRow = { ...rest, route: 'same', tools: [], ...row }
  return await runCopyRow(whole, ground, sources, { runs: 1, say: () => {} })
}

describe.skipIf(registry === undefined)(
  registry ? 'a row of the bench' : `a row of the bench [skipped: ${reason}]`,
  () => {
    const program = registry ?? ''

    test.each([
      ['same', 'plain'],
      ['other', 'plain'],
      ['nothing', 'plain'],
      ['same', 'token'],
      ['other', 'tls'],
    ] as const)('%s, %s: each run is checked, timed and counted', async (route, access) => {
      const { tools } = await run({ route, access, tools: [promote()] }, program)
      expect(tools[0]?.problem).toBeUndefined()
      expect(tools[0]?.samples).toHaveLength(1)
      for (const sample of tools[0]?.samples ?? []) {
        expect(sample.milliseconds).toBeGreaterThan(0)
        expect(sample.requests).toBeGreaterThanOrEqual(4)
        expect(sample.connections).toBeGreaterThan(0)
        expect(sample.bytesSent).toBeGreaterThan(0)
      }
    })

    test('a tool that leaves nothing, fails or is not here has no figures but a reason', async () => {
      const { tools } = await run({ tools: [idle, failing, absent] }, program)
      expect(tools.map(({ samples }) => samples)).toEqual([[], [], []])
      expect(tools[0]?.problem).toContain('is not there as it should be')
      expect(tools[1]?.problem).toContain('exit 1')
      expect(tools[2]?.problem).toBe('not here')
    })
  },
)
