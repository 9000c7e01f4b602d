import { describe, expect, test } from 'vitest'
import { promotionFile, runPromote, testFolder } from '../support/cli.ts'
import { startForTest } from '../support/fault-registry/fixture.ts'
import type { FaultRegistry } from '../support/fault-registry/registry.ts'
import { makeImage } from '../support/images.ts'
import { runInTerminal } from '../support/terminal.ts'
import { Sight } from './sight.ts'

const route = ['--from', 'test', '--to', 'prod']

/** What changes from run to run, as what it is. */
function steady(lines: readonly string[]): string[] {
  return lines.map((line) =>
    line
      .replace(/[\u2800-\u28ff]/, '⠿')
      .replace(/[\d.]+ [kM]?B\/s/g, 'RATE')
      .replace(/[\d.]+ (ms|s|min)( [\d]+ s)? left/g, 'LEFT')
      .replace(/in [\d.]+ m?s/g, 'TOOK')
      .replace(/, [\d.]+ m?s$/, ', TOOK')
      .replace(/[0-9a-f]{40,64}…?/, 'HASH')
      .replace(/(?<=\S) {2,}/g, '  '),
  )
}

/** Two images, of which the bytes of layers come in four pieces as the test lets them. */
async function paced(next: (sent: number, image: string) => Promise<void>) {
  const [from, to] = [await startForTest(), await startForTest()]
  from.seed('test/api', await makeImage({ seed: 'api', layers: [1_000_000] }), ['1.0.0'])
  from.seed('test/web', await makeImage({ seed: 'web', layers: [600_000] }), ['2.0.0'])
  const large = [...from.repositories].flatMap(([, { blobs }]) =>
    [...blobs].flatMap(([digest, bytes]) => (bytes.byteLength > 100_000 ? [digest] : [])),
  )
  from.inject({
    fault: {
      do: 'paced',
      chunkBytes: 250_000,
      next: (sent, { path }) => next(sent, path.split('/')[3] ?? ''),
    },
    method: 'GET',
    path: new RegExp(large.join('|')),
  })
  const file = promotionFile(from.host, { api: '1.0.0', web: '2.0.0' }).replace(
    `${from.host}/prod`,
    `${to.host}/prod`,
  )
  return { from, to, cwd: await testFolder({ 'promotion.yaml': file }) }
}

describe('content on its way, on a terminal', () => {
  test.for([80, 120])('of %d columns: images and the whole, bytes in flight', async (columns) => {
    const sight = new Sight()
    let half: readonly string[] = []
    let lines: readonly string[] = []
    const { cwd } = await paced(async (sent, image) => {
      if (image === 'web') return sent < 500_000 ? undefined : sight.of(/api:1\.0\.0.* 750 kB of 1 MB/)
      // Each piece is on the screen before the next one comes.
      if (sent > 0 && sent < 1_000_000)
        await sight.of(new RegExp(`api:1\\.0\\.0 +${sent / 1000} kB of 1 MB.*/s.*left`))
      if (sent === 500_000) {
        await sight.of(/web:2\.0\.0 +500 kB of \d+ kB.*\/s.*left/)
        half = lines
      }
    })
    const run = await runInTerminal(route, {
      cwd,
      columns,
      steps: [],
      onLines: (now) => {
        lines = now
        sight.show(now.join('\n'))
      },
    })
    expect(run.code, run.screen).toBe(0)
    expect(steady(half)).toEqual([
      '⠿ content: 2 images',
      '  › 0 of 2 images  1 MB of 1.6 MB  RATE  LEFT  2 of 4 blobs',
      '      api:1.0.0  500 kB of 1 MB  RATE  LEFT  1 of 2 blobs',
      '      web:2.0.0  500 kB of 601 kB  RATE  LEFT  1 of 2 blobs',
      '  verify',
      '  gates',
      '  tags',
      '  record',
    ])
    expect(steady(run.lines)).toEqual([
      '✔ api:1.0.0  1 MB  RATE  TOOK  2 blobs',
      '✔ web:2.0.0  601 kB  RATE  TOOK  2 blobs',
      '✔ gates  2 images, 1 gate',
      '✔ content  api, web · 1.6 MB · 4 copied',
      '✔ verified  2 manifests read back',
      '✔ tagged  api 1.0.0 · web 2.0.0',
      '✔ recorded  entry 2 in promotions.jsonl',
      ...(columns === 80 ? ['  head', '  sha256:HASH'] : ['  head  sha256:HASH']),
      'test → prod: 2 promoted, TOOK',
    ])
    expect(run.wrapped).toEqual([])
    expect(run.screen).not.toContain('Warning')
  })

  test('of few rows: the whole alone', async () => {
    const sight = new Sight()
    const seen = new Set<string>()
    const { cwd } = await paced((sent) =>
      sent === 0 ? Promise.resolve() : sight.of(/0 of 2 images +[5-9]\d\d kB of 1\.6 MB/),
    )
    const run = await runInTerminal(route, {
      cwd,
      columns: 80,
      rows: 12,
      steps: [],
      onLines: (now) => {
        for (const line of steady(now)) seen.add(line)
        sight.show(now.join('\n'))
      },
    })
    expect(run.code, run.screen).toBe(0)
    expect([...seen].filter((line) => line.includes('api:1.0.0'))).toEqual([])
    expect(steady(run.lines)[0]).toBe('✔ gates  2 images, 1 gate')
  })
})

test('content on its way, in a log: what is under way, and how fast it was; what came of it is in the result', async () => {
  const sight = new Sight()
  const { cwd } = await paced((sent) => (sent === 0 ? Promise.resolve() : sight.of(/… content: /)))
  const run = await runPromote(route, {
    cwd,
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
  const said = run.stderr.split('\n').filter((line) => !line.includes('… reading'))
  expect(said[0]).toMatch(/^… content: 0 of 2 images, [\d.]+ k?B of 1\.6 MB, .*\d of 4 blobs$/)
  expect(said[1]).toMatch(/^ {2}content: took [\d.]+ m?s, [\d.]+ [kM]?B\/s$/)
  expect(said.slice(2)).toEqual([''])
  expect(run.stdout).toContain('✔ content    api, web · 1.6 MB · 4 copied')
})

test('Ctrl-C is answered at once, while tags still move', async () => {
  const sight = new Sight()
  const registry = await startForTest({
    onRequest: async (_, { method, path }) => {
      if (method === 'PUT' && path.endsWith('/manifests/1.0.0')) await sight.of(/Asked to stop/)
    },
  })
  registry.seed('test/api', await makeImage(), ['1.0.0'])
  const cwd = await testFolder({ 'promotion.yaml': promotionFile(registry.host, { api: '1.0.0' }) })
  const run = await runInTerminal(route, {
    cwd,
    columns: 80,
    steps: [{ prompt: 'tags: 1 tag', keys: '\x03' }],
    onLines: (now) => sight.show(now.join('\n')),
  })
  expect(run.code, run.screen).toBe(130)
  expect(run.lines.filter((line) => line.includes('Asked to stop'))).toHaveLength(1)
  expect(run.lines.join('\n')).toContain('1 promoted')
  expect(run.wrapped).toEqual([])
})

describe('reading', () => {
  const image = { api: '1.0.0', web: '1.0.0', db: '1.0.0' }

  /** Three images in both environments; of `web` nothing is told in prod until the test lets it. */
  async function held(letGo: () => Promise<void>, more = '') {
    let holds = false
    const registry: FaultRegistry = await startForTest({
      onRequest: async (_, { path }) => {
        if (holds && path.includes('prod/web')) await letGo()
      },
    })
    for (const name of Object.keys(image))
      registry.seed(`test/${name}`, await makeImage({ seed: name }), ['1.0.0'])
    const cwd = await testFolder({ 'promotion.yaml': promotionFile(registry.host, image, more) })
    const begun = await runPromote([...route, '--yes'], { cwd })
    expect(begun.code, begun.stderr).toBe(0)
    return {
      cwd,
      hold: () => {
        holds = true
      },
    }
  }

  test.for<[string[], string]>([
    [['diff'], 'reading test and prod, 5 of 6'],
    [['diff', ...route], 'reading prod, 2 of 3'],
    [['status'], 'reading test and prod, 5 of 6'],
    [['explain', 'web', 'prod'], 'reading prod, 0 of 1'],
    [['verify', 'prod'], 'reading prod, 2 of 3'],
    [['verify', 'prod', '--deep'], 'reading prod, 2 of 3'],
    [['plan', ...route, '-o', 'plan.json'], 'reading test and prod, 2 of 3'],
    [[...route, '--dry-run'], 'reading test and prod, 2 of 3'],
    [route, 'reading test and prod, 2 of 3'],
  ])('%j says on a terminal what is read, and it is gone at the end', async ([args, line]) => {
    const sight = new Sight()
    const { cwd, hold } = await held(() => sight.of(new RegExp(`^${line}`, 'm')))
    hold()
    const seen: string[] = []
    const run = await runInTerminal(args, {
      cwd,
      columns: 80,
      steps: [],
      onLines: (now) => {
        seen.push(now.at(-1) ?? '')
        sight.show(now.join('\n'))
      },
    })
    expect(run.code, run.screen).toBe(0)
    expect(seen.some((one) => one.startsWith(line))).toBe(true)
    expect(run.lines.join('\n')).not.toContain('reading')
    expect(run.wrapped).toEqual([])
  })

  test('in a log it is said too', async () => {
    const sight = new Sight()
    const { cwd, hold } = await held(() => sight.of(/reading/))
    hold()
    const run = await runPromote(['status'], {
      cwd,
      onSpawn: (child) => {
        child.stderr?.on('data', (chunk: Buffer) => sight.show(chunk.toString()))
      },
    })
    expect(run.stderr).toBe('… reading test and prod, 5 of 6\n')
  })

  test.for([['--quiet'], ['--json']])(
    'with %s a log hears nothing of it, however long it takes',
    async (flag) => {
      const registry = await startForTest()
      registry.seed('test/api', await makeImage(), ['1.0.0'])
      registry.inject({ fault: { do: 'slow', headersMs: 400 }, method: ['GET', 'HEAD'] })
      const cwd = await testFolder({ 'promotion.yaml': promotionFile(registry.host, { api: '1.0.0' }) })
      const run = await runPromote(['status', ...flag], { cwd })
      expect(run.code).toBe(0)
      expect(run.stderr).toBe('')
    },
  )

  test('a question stands on a clean screen', async () => {
    const sight = new Sight()
    const registry = await startForTest({
      onRequest: async (_, { path }) => {
        if (path.includes('prod/api')) await sight.of(/^reading/m)
      },
    })
    registry.seed('test/api', await makeImage(), ['1.0.0'])
    const cwd = await testFolder({
      'promotion.yaml': promotionFile(registry.host, { api: '1.0.0' }).replace(
        /(name: prod, .*) }/,
        '$1, confirm: true }',
      ),
    })
    const run = await runInTerminal(route, {
      cwd,
      columns: 80,
      steps: [{ prompt: '[y/N]', keys: 'n\r' }],
      onLines: (now) => sight.show(now.join('\n')),
    })
    expect(run.code).toBe(1)
    expect(steady(run.lines).map((line) => line.replace(/plan [0-9a-f]+/, 'plan DIGEST'))).toEqual([
      'test → prod  plan DIGEST',
      '  + api  1.0.0  a72664da is new in prod  mount 3 blobs',
      'gates',
      '  ✔ order  api:1.0.0: a72664da is in test.',
      'Promote to prod? [y/N] n',
      '✖ Not confirmed: nothing was promoted to prod.',
      '  Answer y, or pass --yes.',
    ])
  })
})
