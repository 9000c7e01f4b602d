import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { runPromote, testFolder } from '../support/cli.ts'
import { type Containers, describeWithContainers, startContainers } from '../support/containers.ts'
import { toolPath } from '../support/programs.ts'
import { missingReason, type RunningRegistry, startRegistry } from '../support/real-registries.ts'

const run = promisify(execFile)
const program = path.join(import.meta.dirname, 'hello', 'main.go')
const wanted = toolPath('go') === undefined ? 'Go is not on PATH' : missingReason('distribution3')

describeWithContainers(
  wanted === undefined ? 'a promoted image' : `a promoted image [skipped: ${wanted}]`,
  () => {
    test.skipIf(wanted !== undefined)('runs from prod, with the digest that was tested', async () => {
      const [testing, prod] = [await registry(), await registry()]
      const containers = await storage([testing.host, prod.host])
      const digest = await buildAndPush(containers, `${testing.host}/shop/hello:1.0.0`)
      const folder = await testFolder({ 'promotion.yaml': promotion(testing.host, prod.host) })
      const result = await runPromote(['--from', 'test', '--to', 'prod'], { cwd: folder })
      expect(result.code, result.stderr).toBe(0)
      expect(await readFile(path.join(folder, 'promotions.jsonl'), 'utf8')).toContain(digest)

      // A machine that never saw the image: podman keeps the first digest that it knows an image by.
      const machine = await storage([prod.host])
      await testing.close()
      const image = `${prod.host}/prod/hello:1.0.0`
      expect(await machine.podman('run', '--rm', '--quiet', image)).toBe('hello from prod\n')
      expect((await machine.podman('image', 'inspect', '--format', '{{.Digest}}', image)).trim()).toBe(digest)
    })
  },
)

async function registry(): Promise<RunningRegistry> {
  const started = await startRegistry('distribution3')
  onTestFinished(() => started.close())
  return started
}

async function storage(insecure: readonly string[]): Promise<Containers> {
  const containers = await startContainers({ insecure })
  onTestFinished(() => containers.close(), 60_000)
  return containers
}

/** Builds a static program into an image without a base, pushes it and returns its digest. */
async function buildAndPush(containers: Containers, reference: string): Promise<string> {
  const context = await mkdtemp(path.join(tmpdir(), 'promote-hello-'))
  onTestFinished(() => rm(context, { recursive: true, force: true }))
  const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-trimpath' }
  await run('go', ['build', '-o', path.join(context, 'hello'), program], { env })
  await writeFile(
    path.join(context, 'Containerfile'),
    'FROM scratch\nCOPY hello /hello\nENTRYPOINT ["/hello"]\n',
  )
  await containers.buildah('bud', '--quiet', '--isolation', 'chroot', '--tag', reference, context)
  const digestFile = path.join(context, 'digest')
  await containers.buildah('push', '--quiet', '--digestfile', digestFile, reference)
  return (await readFile(digestFile, 'utf8')).trim()
}

function promotion(testing: string, prod: string): string {
  return [
    'version: 1',
    'environments:',
    `  - { name: test, repository: "${testing}/shop/{image}" }`,
    `  - { name: prod, repository: "${prod}/prod/{image}" }`,
    'images:',
    '  - { name: hello, select: ["1.0.0"] }',
    '',
  ].join('\n')
}
