import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CACHE_FOLDER, promotionFile, runPromote, testFolder } from '../support/cli.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeImage, type TestImage } from '../support/images.ts'

const BINARY = path.join(import.meta.dirname, '..', '..', 'bin', 'run.js')

let registry: FaultRegistry
let image: TestImage
let folder: string

beforeEach(async () => {
  registry = await startFaultRegistry()
  image = await makeImage({ layers: [1_000_000] })
  registry.seed('test/api', image, ['1.0.0'])
  folder = await testFolder({ 'promotion.yaml': promotionFile(registry.host, { api: '1.0.0' }) })
})

afterEach(() => registry.close())

const run = (...args: readonly string[]) => runPromote(args, { cwd: folder })
const name = (): string => `${registry.host}/test/api:1.0.0`
const file = (...parts: readonly string[]): string => path.join(folder, ...parts)

describe('pull --output', () => {
  test.for<[string, string]>([
    ['promotion.tar', 'the promotion file'],
    ['promotions.tar', 'the ledger, or a file beside it'],
    ['promotions.tar.lock.tar', 'the ledger, or a file beside it'],
  ])('%s is not written over %s', async ([output, what]) => {
    const own = promotionFile(registry.host, { api: '1.0.0' }, 'ledger: { file: promotions.tar }')
    await writeFile(file('promotion.tar'), own)
    await writeFile(file('promotions.tar'), '')
    const refused = await run('pull', name(), '--file', 'promotion.tar', '--output', output)
    expect(refused.stderr).toContain(`${output} is ${what}: nothing else is written there.`)
    expect(refused.code).toBe(2)
    expect(await readFile(file('promotion.tar'), 'utf8')).toBe(own)
    expect(registry.requests).toEqual([])
  })

  test('a folder of something else, and a file where a folder is meant, stay as they are', async () => {
    await mkdir(file('other'))
    await writeFile(file('other', 'note.txt'), 'mine')
    await writeFile(file('plain'), 'mine')
    for (const output of ['other', 'plain', '.']) {
      const refused = await run('pull', name(), '--output', output)
      expect([output, refused.code, refused.stderr]).toEqual([
        output,
        2,
        expect.stringContaining('is not an image layout'),
      ])
    }
    expect(await readdir(file('other'))).toEqual(['note.txt'])
    expect(await readFile(file('plain'), 'utf8')).toBe('mine')
  })

  test('a folder whose name ends as a file has it is not written over', async () => {
    await mkdir(file('folder.tar'))
    const refused = await run('pull', name(), '--output', 'folder.tar')
    expect(refused.code, refused.stderr).toBe(2)
    expect(refused.stderr).toContain('folder.tar cannot be written: ')
    expect((await readdir(folder)).toSorted()).toEqual(['folder.tar', 'promotion.yaml'])
    expect(registry.requests).toEqual([])
  })

  test('a file that is there already is replaced, whole', async () => {
    await writeFile(file('out.tar'), 'before')
    expect((await run('pull', name(), '--output', 'out.tar')).code).toBe(0)
    expect((await readFile(file('out.tar'))).byteLength).toBeGreaterThan(1_000_000)
  })

  test('a folder that is not there, of a file: said before anything is asked', async () => {
    const refused = await run('pull', name(), '--output', 'no/where/out.tar')
    expect(refused.code, refused.stderr).toBe(2)
    expect(refused.stderr).toContain('no/where/out.tar cannot be written: ')
    expect(registry.requests).toEqual([])
  })

  test.for(['SIGINT', 'SIGTERM'] as const)(
    'ended by %s leaves no file and no temporary one',
    async (signal) => {
      const held = Promise.withResolvers<void>()
      registry.inject({
        path: /\/blobs\//,
        method: 'GET',
        fault: {
          do: 'paced',
          chunkBytes: 200_000,
          next: async (sent) => {
            if (sent < 400_000) return
            held.resolve()
            await new Promise(() => {})
          },
        },
      })
      const child = spawn(process.execPath, [BINARY, 'pull', name(), '--output', 'out.tar'], {
        cwd: folder,
        env: { PATH: process.env.PATH, HOME: folder, XDG_CACHE_HOME: CACHE_FOLDER },
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      let stderr = ''
      child.stderr.on('data', (chunk: Buffer) => {
        stderr += chunk.toString()
      })
      await held.promise
      child.kill(signal)
      const [code] = await once(child, 'close')
      expect(code).toBe(signal === 'SIGINT' ? 130 : 143)
      expect((await readdir(folder)).toSorted()).toEqual(['.local', 'promotion.yaml'])
      expect(stderr).toContain('goes on where it stopped')
    },
  )
})

describe('the folder of the images', () => {
  const images = (): string => file('.local', 'share', 'promote', 'images')

  test('may be a symbolic link, and one of several that lead there', async () => {
    await mkdir(file('elsewhere'))
    await mkdir(file('.local', 'share', 'promote'), { recursive: true })
    await symlink(file('elsewhere'), images())
    expect((await run('pull', name())).code).toBe(0)
    expect((await run('images', '-q')).stdout).toMatch(/^[0-9a-f]{12}\n$/)
    expect(await readdir(file('elsewhere'))).toContain('index.json')
    expect((await run('rmi', name())).code).toBe(0)
    expect(await readdir(file('elsewhere', 'blobs', 'sha256'))).toEqual([])
  })

  test('of which a part leads out of it is not written to', async () => {
    await mkdir(file('outside'))
    await mkdir(images(), { recursive: true })
    await symlink(file('outside'), path.join(images(), 'blobs'))
    const refused = await run('pull', name())
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('outside of it')
    expect(await readdir(file('outside'))).toEqual([])
  })

  test.for<[string, string, number, string]>([
    ['no JSON', '{', 1, 'index.json is not JSON'],
    ['manifests that are no list', '{"schemaVersion":2,"manifests":3}', 1, 'has no list of manifests'],
    [
      'a digest of nothing',
      '{"schemaVersion":2,"manifests":[{"mediaType":"x","digest":"x","size":-1}]}',
      1,
      'has no valid size',
    ],
  ])(
    'with an index.json of %s says so, for every command, and changes nothing',
    async ([, index, code, words]) => {
      expect((await run('pull', name())).code).toBe(0)
      await writeFile(path.join(images(), 'index.json'), index)
      const blobs = await readdir(path.join(images(), 'blobs', 'sha256'))
      for (const args of [
        ['images'],
        ['pull', name()],
        ['push', name()],
        ['tag', name(), 'x/y'],
        ['rmi', name()],
      ]) {
        const refused = await run(...args)
        expect([args[0], refused.code, refused.stderr]).toEqual([
          args[0],
          code,
          expect.stringContaining(words),
        ])
      }
      expect(await readFile(path.join(images(), 'index.json'), 'utf8')).toBe(index)
      expect(await readdir(path.join(images(), 'blobs', 'sha256'))).toEqual(blobs)
    },
  )

  test('with a manifest that is damaged lists it as such; it is removed, or pulled anew', async () => {
    registry.seed('test/web', await makeImage({ seed: 'web' }), ['1'])
    const web = `${registry.host}/test/web:1`
    await run('pull', web)
    await run('pull', name())
    const { digest } = image.manifest.descriptor
    const manifest = path.join(images(), 'blobs', digest.replace(':', '/'))
    const right = await readFile(manifest)
    for (const wrong of [Buffer.alloc(right.byteLength, 'x'), Buffer.from('{}')]) {
      await writeFile(manifest, wrong)
      expect((await run('images')).stdout).toMatch(
        new RegExp(`${registry.host}/test/api +1\\.0\\.0 .* damaged: pull it again +-`),
      )
      expect((await run('push', name())).code).toBe(5)
      expect((await run('pull', name())).code).toBe(0)
      expect(await readFile(manifest)).toEqual(right)
    }
    await writeFile(manifest, Buffer.alloc(right.byteLength, 'x'))
    const removed = await run('rmi', name())
    expect(removed.code, removed.stderr).toBe(0)
    expect((await run('images')).stdout).not.toContain('test/api')
    expect(await readdir(path.dirname(manifest))).toHaveLength(4)
    expect((await run('push', web)).code).toBe(0)
  })

  test('entries that other tools or people wrote are kept, shown where they are names, and never break a command', async () => {
    expect((await run('pull', name())).code).toBe(0)
    const index = JSON.parse(await readFile(path.join(images(), 'index.json'), 'utf8'))
    const [own] = index.manifests
    const named = (ref: unknown, more = {}) => ({
      ...own,
      ...more,
      annotations: { 'org.opencontainers.image.ref.name': ref, other: 'kept' },
    })
    const absent = `sha256:${'a'.repeat(64)}`
    const odd = [
      named('latest'),
      named(''),
      named(3),
      named(':x'),
      named('a:b:c'),
      named('\u001b[31mred:1'),
      named('@'),
      named('__proto__:1'),
      named('x'.repeat(3000)),
      { ...own, digest: 'sha512:short' },
      named('of/no-image:1', { mediaType: 'application/octet-stream' }),
      { ...own, annotations: 7 },
      named('gone/image:1', { digest: absent }),
    ]
    index.manifests.push(...odd)
    await writeFile(path.join(images(), 'index.json'), JSON.stringify(index))
    const listed = await run('images')
    expect(listed.code, listed.stderr).toBe(0)
    expect(listed.stdout).toContain('gone/image')
    expect(listed.stdout).not.toContain('\u001b')
    expect((await run('images', '--json')).code).toBe(0)
    const tagged = await run('tag', name(), 'other/name:2')
    expect(tagged.code, tagged.stderr).toBe(0)
    const removed = await run('rmi', 'gone/image:1')
    expect(removed.code, removed.stderr).toBe(0)
    const after = JSON.parse(await readFile(path.join(images(), 'index.json'), 'utf8')).manifests
    expect(after).toEqual(
      expect.arrayContaining(
        odd.filter((one) => 'annotations' in one && typeof one.annotations === 'object').slice(0, 9),
      ),
    )
    expect((await run('images', name(), '-q')).stdout).toMatch(/^[0-9a-f]{12}\n$/)
  })
})
