import { execFile } from 'node:child_process'
import { globSync, realpathSync, statSync } from 'node:fs'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { publint } from 'publint'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeImages } from '../../examples/quickstart/make-images.ts'
import { testFolder } from '../support/cli.ts'
import { makeImage } from '../support/images.ts'
import { toolPath } from '../support/programs.ts'
import { pushToRegistry } from '../support/push.ts'
import { describeWith, startRegistry } from '../support/real-registries.ts'
import { testNodes } from './nodes.ts'
import { type Packed, packInto } from './packed.ts'

const run = promisify(execFile)
const root = path.join(import.meta.dirname, '..', '..')
const nodes = await testNodes()
let folder = ''
let packed: Packed

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'promote-package-'))
  packed = await packInto(folder)
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the tarball', () => {
  test('holds the commands, the schemas and the licences, and nothing of the development', () => {
    const schemas = globSync('schemas/*.json', { cwd: root })
    const packages = packed.files.filter((file) => /^dist\/packages\/[\w-]+\.cjs$/.test(file))
    expect(packages).toContain('dist/packages/simple-git.cjs')
    expect(packed.files.filter((file) => !packages.includes(file))).toEqual(
      [
        'LICENSE',
        'README.md',
        'bin/bundle-loader.js',
        'bin/code-folder.js',
        'bin/run.js',
        'dist/licenses.txt',
        'dist/start.cjs',
        'oclif.manifest.json',
        'package.json',
        'promotion.schema.json',
        ...schemas,
      ].sort(),
    )
  })

  test('is as small as the docs say', async () => {
    const docs = await readFile(path.join(root, 'docs', 'install.md'), 'utf8')
    const [, download = '', unpacked = ''] =
      /at most ([\d.]+) MB to download and ([\d.]+) MB on disk/.exec(docs) ?? []
    expect(packed.size).toBeLessThanOrEqual(Number(download) * 1_000_000)
    expect(packed.unpackedSize).toBeLessThanOrEqual(Number(unpacked) * 1_000_000)
    // A limit far above what there is holds nothing.
    expect(packed.size).toBeGreaterThan(Number(download) * 600_000)
  })

  test('needs no other package, and publint finds nothing', async () => {
    const bytes = await readFile(packed.file)
    const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
    const { messages, pkg = {} } = await publint({ pack: { tarball } })
    expect(messages).toEqual([])
    expect(Object.keys(pkg)).not.toContain('dependencies')
  })
})

for (const node of nodes) {
  const missing = 'reason' in node ? node.reason : undefined
  const program = 'program' in node ? node.program : process.execPath
  const title = `on Node ${node.version}${missing === undefined ? '' : ` [skipped: ${missing}]`}`

  describe.skipIf(missing !== undefined)(title, () => {
    let place = ''

    beforeAll(async () => {
      place = await mkdtemp(path.join(tmpdir(), 'promote-installed-'))
      await writeFile(path.join(place, 'package.json'), '{ "private": true }')
      // No dependency: nothing is asked of a package registry.
      const quiet = ['--offline', '--no-audit', '--no-fund']
      const { stdout, stderr } = await npm(program, ['install', ...quiet, packed.file], place)
      expect(`${stdout}${stderr}`).toMatch(/^\s*added 1 package in /)
    })

    afterAll(() => rm(place, { recursive: true, force: true }))

    const binary = (): string => path.join(place, 'node_modules', '.bin', 'promote')

    async function promote(cwd: string, ...args: readonly string[]): Promise<string> {
      const { stdout, stderr } = await run(program, [binary(), ...args], {
        cwd,
        env: environment(program, cwd),
      })
      // A machine that is slow is told what is read: nothing else may be said.
      expect(stderr.replace(/^… reading .*\n/gm, '')).toBe('')
      return stdout
    }

    test('says its version and helps, with no warning', async () => {
      expect(await promote(place, '--version')).toMatch(
        new RegExp(`^promote/\\d+\\.\\d+\\.\\d+ \\S+ node-v${node.version.replaceAll('.', '\\.')}\n$`),
      )
      expect(await promote(place, '--help')).toContain('EXIT CODES')
    })

    test('npx starts it from the tarball', async () => {
      const { stdout } = await npm(
        program,
        ['exec', '--yes', '--offline', '--package', packed.file, '--', 'promote', '--version'],
        place,
      )
      expect(stdout).toMatch(/^promote\//)
    })

    test("runs the quickstart's promotions", async () => {
      const work = await testFolder()
      await copyFile(
        path.join(root, 'examples', 'quickstart', 'promotion.yaml'),
        path.join(work, 'promotion.yaml'),
      )
      await makeImages(path.join(work, 'registries', 'dev'))
      for (const [from, to] of [
        ['dev', 'test'],
        ['test', 'staging'],
        ['staging', 'prod'],
      ] as const) {
        const text = await promote(work, '--from', from, '--to', to, '--yes', '--quiet')
        expect(text).toContain(`${from} → ${to}: 2 promoted`)
      }
      expect(await promote(work, 'verify', 'prod', '--deep')).toContain('verified')
      expect(await promote(work, 'ledger', 'verify')).toContain('6 entries, the chain holds')
    })

    describeWith('distribution3', 'between two real registries', () => {
      test('promotes', async () => {
        const [test, prod] = await Promise.all([
          startRegistry('distribution3'),
          startRegistry('distribution3'),
        ])
        try {
          const image = await makeImage({ seed: 'package', layers: 3 })
          await pushToRegistry(test.host, 'shop/api', image, ['1.4.2'])
          const work = await testFolder({
            'promotion.yaml': [
              'version: 1',
              'environments:',
              `  - { name: test, repository: "${test.host}/shop/{image}" }`,
              `  - { name: prod, repository: "${prod.host}/prod/{image}" }`,
              'images:',
              '  - { name: api, select: ["1.4.2"] }',
              '',
            ].join('\n'),
          })
          expect(await promote(work, '--from', 'test', '--to', 'prod', '--quiet')).toContain('1 promoted')
          const accept = image.manifest.descriptor.mediaType
          const read = await fetch(`${prod.url}/v2/prod/api/manifests/1.4.2`, { headers: { accept } })
          expect(Buffer.from(await read.arrayBuffer()).equals(image.manifest.bytes)).toBe(true)
          // The second run keeps the code of the bundle, under the flags of a fresh start; later ones find it there.
          const kept = path.join(environment(program, work).XDG_CACHE_HOME ?? '', 'promote')
          const sizes = (): readonly number[] =>
            globSync('*', { cwd: kept })
              .map((file) => statSync(path.join(kept, file)).size)
              .sort((one, other) => other - one)
          // Our own bundle, and simple-git, which a dry run does not need.
          expect(sizes()).toEqual([32, 32])
          const dryRun = (): Promise<string> =>
            promote(work, '--from', 'test', '--to', 'prod', '--dry-run', '--quiet')
          expect(await dryRun()).toContain('nothing to do')
          const [large = 0] = sizes()
          expect(large).toBeGreaterThan(500_000)
          expect(await dryRun()).toContain('nothing to do')
          expect(sizes()).toEqual([large, 32])
        } finally {
          await Promise.all([test.close(), prod.close()])
        }
      })
    })
  })
}

/** npm, run by this Node. */
async function npm(
  program: string,
  args: readonly string[],
  cwd: string,
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const own = process.env.npm_execpath
  const cli = own?.endsWith('npm-cli.js') ? own : realpathSync(toolPath('npm') ?? 'npm')
  return run(program, [cli, ...args], { cwd, env: environment(program, cwd) })
}

function environment(program: string, home: string): Record<string, string> {
  return {
    PATH: `${path.dirname(program)}${path.delimiter}${process.env.PATH ?? ''}`,
    HOME: home,
    TZ: 'UTC',
    PROMOTE_ACTOR: 'release-manager',
    XDG_CACHE_HOME: path.join(home, 'cache'),
  }
}
