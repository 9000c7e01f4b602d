import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { runPromote, testFolder } from '../support/cli.ts'
import { runInTerminal } from '../support/terminal.ts'

const flags = [
  ...['--env', 'test=registry.example.com/test/{image}'],
  ...['--env', 'staging=registry.example.com/staging/{image}'],
  ...['--env', 'prod=registry.example.com/prod/{image}'],
  ...['--image', 'api'],
]

describe('promote init', () => {
  test('writes a file that validates, the schema for editors, and suggests the first hop', async () => {
    const cwd = await testFolder()
    const { code, stdout, stderr } = await runPromote(['init', ...flags], { cwd })
    expect(code, stderr).toBe(0)
    expect(stdout).toContain('promote --from test --to staging --dry-run')
    expect((await readdir(cwd)).sort()).toEqual(['promotion.schema.json', 'promotion.yaml'])
    const text = await readFile(path.join(cwd, 'promotion.yaml'), 'utf8')
    expect(text).toMatch(/^# yaml-language-server: \$schema=promotion\.schema\.json\n/)
    expect((await runPromote(['validate'], { cwd })).code).toBe(0)
    const schema = JSON.parse(await readFile(path.join(cwd, 'promotion.schema.json'), 'utf8'))
    expect(new Ajv2020({ strict: false }).validate(schema, parse(text))).toBe(true)
  })

  test('in a git work tree, the files that the ledger keeps beside itself are ignored, once', async () => {
    const cwd = await testFolder({ '.gitignore': 'node_modules/' })
    await mkdir(path.join(cwd, '.git'))
    const { stdout } = await runPromote(['init', ...flags, '--no-schema', '--json'], { cwd })
    expect(JSON.parse(stdout)).toMatchObject({ beside: ['.gitignore'] })
    expect(await readFile(path.join(cwd, '.gitignore'), 'utf8')).toBe(
      [
        'node_modules/',
        '# What promote keeps beside its ledger on one machine.',
        'promotions.jsonl.lock',
        'promotions.jsonl.open',
        'promotions.jsonl.run-*',
        'promotions.jsonl.kept-*',
        '',
      ].join('\n'),
    )
    const again = await runPromote(['init', ...flags, '-f', 'other.yaml', '--no-schema', '--json'], { cwd })
    expect(JSON.parse(again.stdout)).toMatchObject({ beside: [] })
  })

  test('files that are there already stay', async () => {
    const cwd = await testFolder({ 'promotion.schema.json': 'mine', 'promotion.yaml': 'mine' })
    const refused = await runPromote(['init', ...flags], { cwd })
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('exists already')
    expect((await runPromote(['init', ...flags, '-f', 'new.yaml'], { cwd })).code).toBe(0)
    expect(await readFile(path.join(cwd, 'promotion.schema.json'), 'utf8')).toBe('mine')
    expect(await readFile(path.join(cwd, 'promotion.yaml'), 'utf8')).toBe('mine')
  })

  test('flags that make no valid file leave nothing behind', async () => {
    const cwd = await testFolder()
    const { code, stderr } = await runPromote(
      ['init', '--env', 'Test!=r.example.com/{image}', '--image', 'api'],
      { cwd },
    )
    expect(code).toBe(2)
    expect(stderr).toContain('Test!')
    expect(await readdir(cwd)).toEqual([])
  })

  test('without flags and without a terminal says that there is nobody to ask', async () => {
    const { code, stderr } = await runPromote(['init'], { cwd: await testFolder() })
    expect(code).toBe(2)
    expect(stderr).toContain('There is no terminal to ask at: both --env and --image are needed')
  })

  test('a folder that is not there is said', async () => {
    const cwd = await testFolder()
    const { code, stderr } = await runPromote(['init', ...flags, '-f', 'no/such/promotion.yaml'], { cwd })
    expect(code).toBe(1)
    expect(stderr).toContain('cannot be written: there is no such folder')
  })

  test('at a terminal each answer is checked at once, and asked for again', async () => {
    const cwd = await testFolder()
    const { code, screen, lines, wrapped } = await runInTerminal(['init'], {
      cwd,
      columns: 80,
      steps: [
        { prompt: 'Environments, in promotion order', keys: 'Dev, prod\r' },
        { prompt: /Environments[\s\S]*Environments, in promotion order/, keys: 'dev, prod\r' },
        { prompt: 'Repository, with', keys: 'registry.example.com\r' },
        { prompt: /(Repository, with[\s\S]*){2}/, keys: 'registry.example.com/{image}\r' },
        { prompt: /(Repository, with[\s\S]*){3}/, keys: 'registry.example.com/{env}/{image}\r' },
        { prompt: 'Images [api]', keys: 'api, web\r' },
        { prompt: 'Tag or glob', keys: '\r' },
      ],
    })
    expect(code, screen).toBe(0)
    expect(parse(await readFile(path.join(cwd, 'promotion.yaml'), 'utf8'))).toMatchObject({
      environments: [
        { name: 'dev', repository: 'registry.example.com/dev/{image}' },
        { name: 'prod', repository: 'registry.example.com/prod/{image}' },
      ],
      images: [{ name: 'api' }, { name: 'web' }],
    })
    expect(lines.join(' ').replace(/ +/g, ' ')).toContain('would be promoted from dev to prod onto itself')
    // What is said of an answer is broken between words; what is typed is the terminal's to break.
    expect(wrapped.filter((line) => line.startsWith('  '))).toEqual([])
    expect(screen).toContain('promote --from dev --to prod --dry-run')
  })

  test('at a terminal each environment can have a registry of its own, and as many as there are have to be named', async () => {
    const cwd = await testFolder()
    const { code, screen } = await runInTerminal(['init'], {
      cwd,
      steps: [
        { prompt: 'Environments, in promotion order', keys: 'dev, prod\r' },
        {
          prompt: 'Repository, with',
          keys: 'a.example.com/{image}, b.example.com/{image}, c.example.com/{image}\r',
        },
        {
          prompt: /(Repository, with[\s\S]*){2}/,
          keys: 'a.example.com/{image}, b.example.com/{env}/{image}\r',
        },
        { prompt: 'Images [api]', keys: '\r' },
        { prompt: 'Tag or glob', keys: '\r' },
      ],
    })
    expect(code, screen).toBe(0)
    expect(screen).toContain('One for all environments, or one for each, with commas')
    expect(screen).toContain('3 repositories for 2 environments')
    expect(parse(await readFile(path.join(cwd, 'promotion.yaml'), 'utf8'))).toMatchObject({
      environments: [
        { name: 'dev', repository: 'a.example.com/{image}' },
        { name: 'prod', repository: 'b.example.com/prod/{image}' },
      ],
    })
  })

  test('an image with its tag is written as everywhere else', async () => {
    const cwd = await testFolder()
    const env = ['--env', 'dev=a.example.com/{image}', '--env', 'prod=b.example.com/{image}']
    const { code, stderr } = await runPromote(
      ['init', ...env, '--image', 'api:1.4.2', '--image', 'web=2.*'],
      { cwd },
    )
    expect(code, stderr).toBe(0)
    expect(parse(await readFile(path.join(cwd, 'promotion.yaml'), 'utf8')).images).toEqual([
      { name: 'api', select: ['1.4.2'] },
      { name: 'web', select: ['2.*'] },
    ])
  })
})

test.for([
  ['answers that are typed ahead are taken in turn', 'a, b\r\r\r\r', 0],
  ['the input ends', 'a, b\r\x04', 1],
  ['Ctrl-C', '\x03', 130],
] as const)('at a terminal: %s', async ([, keys, code]) => {
  const cwd = await testFolder()
  const run = await runInTerminal(['init'], { cwd, steps: [{ prompt: 'Environments', keys }] })
  expect(run.code, run.screen).toBe(code)
  expect(await readdir(cwd)).toEqual(code === 0 ? ['promotion.schema.json', 'promotion.yaml'] : [])
})

test('promote schema offers only keys that work', async () => {
  const { code, stdout } = await runPromote(['schema'], { cwd: await testFolder() })
  expect(code).toBe(0)
  const schema = JSON.parse(stdout)
  expect(Object.keys(schema.$defs.environment.properties)).toEqual(
    expect.arrayContaining(['name', 'repository', 'tags', 'immutable', 'confirm']),
  )
  expect(stdout).not.toContain('"notify"')
  expect(stdout).not.toContain('"x-')
  expect((await runPromote(['schema', '--json'], { cwd: await testFolder() })).stdout).toBe(stdout)
})

describe('the promotion file is found', () => {
  const text = [
    'version: 1',
    'environments:',
    '  - { name: a, repository: "oci:a/{image}" }',
    '  - { name: b, repository: "oci:b/{image}" }',
    'images: [{ name: api, select: ["1.0.0"] }]',
    '',
  ].join('\n')

  test('as promotion.yml, in a parent too', async () => {
    const cwd = await testFolder({ 'promotion.yml': text })
    await mkdir(path.join(cwd, 'inner'))
    expect((await runPromote(['validate'], { cwd: path.join(cwd, 'inner') })).code).toBe(0)
  })

  test('and where both names are in one folder neither is guessed', async () => {
    const cwd = await testFolder({ 'promotion.yml': text, 'promotion.yaml': text })
    await mkdir(path.join(cwd, 'inner'))
    const { code, stderr } = await runPromote(['validate'], { cwd: path.join(cwd, 'inner') })
    expect(code).toBe(2)
    expect(stderr).toContain('both promotion.yaml and promotion.yml')
    expect(
      (await runPromote(['validate', '-f', '../promotion.yml'], { cwd: path.join(cwd, 'inner') })).code,
    ).toBe(0)
    await writeFile(path.join(cwd, 'inner', 'promotion.yml'), text)
    expect((await runPromote(['validate'], { cwd: path.join(cwd, 'inner') })).code).toBe(0)
  })
})
