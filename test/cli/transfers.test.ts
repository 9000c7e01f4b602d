import { describe, expect, test } from 'vitest'
import { parseManifest } from '../../src/oci/manifest.ts'
import { runPromote, testFolder } from '../support/cli.ts'
import { startForTest } from '../support/fault-registry/fixture.ts'
import { makeImage, type TestImage } from '../support/images.ts'
import { runInTerminal } from '../support/terminal.ts'
import { Sight } from './sight.ts'

function layersOf({ manifest }: TestImage): readonly string[] {
  const parsed = parseManifest(manifest)
  return parsed.kind === 'image' ? parsed.layers.map(({ digest }) => digest) : []
}

const short = (digest = ''): string => digest.slice('sha256:'.length, 'sha256:'.length + 12)

/** What changes from run to run, as what it is. */
function steady(lines: readonly string[], host: string): string[] {
  return lines.map((line) =>
    line
      .replaceAll(host, 'HOST')
      .replace(/[\u2800-\u28ff]/, '⠿')
      .replace(/[\d.]+ [kM]?B\/s/g, 'RATE')
      .replace(/[\d.]+ (ms|s|min)( [\d]+ s)? left/g, 'LEFT')
      .replace(/[0-9a-f]{40,64}…?/, 'HASH')
      .trimEnd(),
  )
}

/** An image of two layers, of which the bytes come in pieces as the test lets them. */
async function paced(next: (sent: number, layer: number) => Promise<void>) {
  const registry = await startForTest()
  const image = await makeImage({ layers: [1_000_000, 600_000] })
  registry.seed('test/api', image, ['1.0.0'])
  const layers = layersOf(image)
  registry.inject({
    fault: {
      do: 'paced',
      chunkBytes: 250_000,
      next: (sent, { path }) =>
        next(
          sent,
          layers.findIndex((digest) => path.endsWith(digest)),
        ),
    },
    method: 'GET',
    path: new RegExp(layers.join('|')),
  })
  return {
    registry,
    host: registry.host,
    name: `${registry.host}/test/api:1.0.0`,
    ids: layers.map(short),
    cwd: await testFolder(),
  }
}

/** Runs a command in a terminal, and tells what is on it. */
async function shown(
  sight: Sight,
  cwd: string,
  args: readonly string[],
  screen: Partial<Parameters<typeof runInTerminal>[1]>,
) {
  const seen: (readonly string[])[] = []
  const run = await runInTerminal(args, {
    cwd,
    steps: [],
    ...screen,
    onLines: (now) => {
      seen.push(now)
      sight.show(now.join('\n'))
    },
  })
  return { ...run, seen }
}

describe('a pull on a terminal', () => {
  test.for([
    [80, '[=========>          ]'],
    [120, '[========================>                         ]'],
  ] as const)(
    'of %d columns: a bar a layer with its bytes; what came stays in the end',
    async ([columns, bar]) => {
      const sight = new Sight()
      const half = /Downloading .* 500 kB\/1 MB\n.*: Pull complete/
      const scene = await paced((sent, layer) =>
        layer === 0 && sent === 500_000 ? sight.of(half) : Promise.resolve(),
      )
      const run = await shown(sight, scene.cwd, ['pull', scene.name], { columns })
      expect(run.code, run.screen).toBe(0)
      const [first, second] = scene.ids
      const middle = run.seen.find((lines) => half.test(lines.join('\n'))) ?? []
      expect(steady(middle, scene.host).map((line) => line.replace(/ {2}RATE.*LEFT/, ''))).toEqual([
        '⠿ Pulling HOST/test/api:1.0.0',
        `  › ${first}: Downloading ${bar}  500 kB/1 MB`,
        `    ${second}: Pull complete`,
        '    1.1 MB of 1.6 MB  2 of 3 blobs',
      ])
      expect(steady(run.lines, scene.host)).toEqual([
        '1.0.0: Pulling from test/api',
        `${first}: Pull complete`,
        `${second}: Pull complete`,
        'Digest: sha256:HASH',
        'Status: Downloaded newer image for HOST/test/api:1.0.0',
        'HOST/test/api:1.0.0',
      ])
      expect(run.wrapped).toEqual([])
      expect(run.screen).not.toContain('Warning')
    },
  )

  test('of few rows: layers on their way, and how many there are besides', async () => {
    const sight = new Sight()
    const scene = await paced((sent, layer) =>
      layer === 0 && sent === 500_000 ? sight.of(/500 kB\/1 MB/) : Promise.resolve(),
    )
    const run = await shown(sight, scene.cwd, ['pull', scene.name], { columns: 80, rows: 5 })
    expect(run.code, run.screen).toBe(0)
    expect(
      run.seen.filter((lines) => lines.some((line) => line.includes('Downloading')) && lines.length > 5),
    ).toEqual([])
    expect(run.wrapped).toEqual([])
  })

  test('ended by Ctrl-C says what is kept, exits 130, and the same pull asks for the rest', async () => {
    const sight = new Sight()
    let hold = true
    const scene = await paced((sent, layer) =>
      hold && layer === 0 && sent === 500_000 ? new Promise(() => {}) : Promise.resolve(),
    )
    const run = await shown(sight, scene.cwd, ['pull', scene.name], {
      columns: 80,
      steps: [{ prompt: '500 kB/1 MB', keys: '\x03' }],
    })
    expect(run.code, run.screen).toBe(130)
    expect(run.lines.at(-3)).toBe('✖ The pull was cancelled.')
    expect(
      run.lines
        .slice(-2)
        .map((line) => line.trim())
        .join(' '),
    ).toBe('What came is kept, and no name stands for it yet: the same pull goes on where it stopped.')
    hold = false
    scene.registry.clearRequests()
    expect((await runPromote(['pull', scene.name], { cwd: scene.cwd })).code).toBe(0)
    const ranges = scene.registry.requests.flatMap(({ headers: { range } }) =>
      range === undefined ? [] : [range],
    )
    expect(ranges).toEqual([expect.stringMatching(/^bytes=500000-/)])
  })
})

test('a pull in a log is lines, without a code of a terminal', async () => {
  const sight = new Sight()
  const scene = await paced((sent, layer) =>
    layer === 0 && sent === 500_000 ? sight.of(/… content: /) : Promise.resolve(),
  )
  const run = await runPromote(['pull', scene.name], {
    cwd: scene.cwd,
    env: { CI: 'true' },
    onSpawn: (child) => {
      let stderr = ''
      child.stderr?.on('data', (chunk: Buffer) => {
        stderr += chunk.toString()
        sight.show(stderr)
      })
    },
  })
  expect(run.code, run.stderr).toBe(0)
  expect(run.stderr).toMatch(/^… content: [\d.]+ [kM]B of 1\.6 MB, .*\d of 3 blobs\n$/)
  expect(run.stdout.split('\n')).toHaveLength(7)
  expect(run.stdout + run.stderr).not.toContain('\u001b')
})

test('a push on a terminal: a bar a layer, and docker’s last line', async () => {
  const sight = new Sight()
  const half = /Pushing .*\n/
  const registry = await startForTest({
    onRequest: async (_, { method }) => {
      if (method === 'PUT' || method === 'PATCH') await sight.of(half)
    },
  })
  const image = await makeImage({ layers: [1_000_000] })
  const from = await startForTest()
  from.seed('test/api', image, ['1'])
  const cwd = await testFolder()
  const [source, target] = [`${from.host}/test/api:1`, `${registry.host}/prod/api:1`]
  await runPromote(['pull', source], { cwd })
  await runPromote(['tag', source, target], { cwd })
  const run = await shown(sight, cwd, ['push', target], { columns: 100 })
  expect(run.code, run.screen).toBe(0)
  expect(steady(run.lines, registry.host)).toEqual([
    'The push refers to repository [HOST/prod/api]',
    `${short(layersOf(image)[0])}: Pushed`,
    `1: digest: sha256:HASH size: ${image.manifest.bytes.byteLength}`,
  ])
  expect(run.wrapped).toEqual([])
})
