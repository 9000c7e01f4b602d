import { expect, test } from 'vitest'
import { file, load, refusal, selecting, told } from '../reading.ts'

const text: readonly { readonly why: string; readonly text: string; readonly says: readonly string[] }[] = [
  {
    why: 'an empty file',
    text: '',
    says: ['1:1 The file is empty. — `promote init` writes a first one.'],
  },
  {
    why: 'a file of comments',
    text: '# nothing yet\n',
    says: ['1:1 The file is empty. — `promote init` writes a first one.'],
  },
  {
    why: 'a file that is no mapping',
    text: '- a\n',
    says: ['1:1 The file is a list; expected the keys version, environments and images.'],
  },
  {
    why: 'a tab as indentation',
    text: 'version: 1\nimages:\n  - name: api\n\tselect: x\n',
    says: ['4:1 A tab is used for indentation here. — YAML wants spaces.'],
  },
  {
    why: 'several documents',
    text: file({ more: '---\nversion: 1\n' }),
    says: [
      '10:1 A second YAML document begins here; a promotion file is one document. — Remove the "---" line, or move what follows to a file of its own.',
    ],
  },
  {
    why: 'broken YAML',
    text: 'version: 1\nimages:\n  - name: api\n   select: x\n',
    says: ['4:1 This is not valid YAML: Sequence item without - indicator.'],
  },
  {
    why: 'a YAML tag',
    text: selecting('!latest 1.0'),
    says: ['9:13 This YAML tag ("!…") is not known here. — Put quotes around text that begins with "!".'],
  },
  {
    why: 'a control character',
    text: 'version: 1\nproject: "a\u001bb"\n',
    says: ['2:12 A control character (0x1b) stands here; YAML allows none.'],
  },
  {
    why: 'an alias without an anchor',
    text: selecting('*tags'),
    says: ['9:13 There is no anchor "&tags" before this alias.'],
  },
  {
    why: 'an alias inside what it repeats',
    text: 'version: 1\nimages: &all [*all]\n',
    says: ['2:15 The alias "*all" stands inside what it repeats.'],
  },
  {
    why: 'a merge of what is no mapping',
    text: 'version: 1\n<<: 5\n',
    says: ['2:5 Only mappings can be merged with "<<".'],
  },
  {
    why: 'a key that is no text',
    text: 'version: 1\n? [a]\n: b\n',
    says: ['2:3 A key must be text.'],
  },
]

test.each(text)('$why is refused', async ({ text, says }) => {
  const error = await refusal(text)
  expect(error.code).toBe('invalid-file')
  expect(error.details.problems?.map(told)).toEqual(says)
})

test.each([
  ['NUL bytes', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1]), /is not a text file: it holds NUL bytes\.$/],
  [
    'bytes that are not UTF-8',
    new Uint8Array([0x61, 0xff, 0xfe]),
    /is not a text file: its bytes are not UTF-8\.$/,
  ],
  ['2 MiB', new Uint8Array(2 * 1024 * 1024).fill(0x23), /is longer than 1 MiB\.$/],
])('a file of %s is refused', async (_, bytes, message) => {
  const error = await refusal(bytes)
  expect(error.code).toBe('invalid-file')
  expect(error.message).toMatch(message)
})

test.each([
  ['lists', `images: ${'['.repeat(70)}${']'.repeat(70)}\n`, '1:72'],
  ['mappings', `images: ${'{a: '.repeat(70)}1${'}'.repeat(70)}\n`, '1:261'],
  ['a mebibyte of brackets', '['.repeat(1024 * 1024), '1:65'],
  ['a mebibyte of dashes', '- '.repeat(512 * 1024), '1:129'],
])('deep nesting is refused before anything recurses into it: %s', async (_, content, place) => {
  const { details } = await refusal(content)
  expect(details.problems?.map(told)).toEqual([`${place} Nesting is deeper than 64 levels here.`])
})

test('nesting of 64 levels is judged by its content', async () => {
  const { details } = await refusal('['.repeat(64) + ']'.repeat(64))
  expect(details.problems?.[0]?.message).toBe(
    'The file is a list; expected the keys version, environments and images.',
  )
})

const tenfold = (level: number, value: string): string =>
  `a${level}: &a${level} ${value.replaceAll(
    '@',
    Array(9)
      .fill(`*a${level - 1}`)
      .join(', '),
  )}\n`
const levels = Array.from({ length: 30 }, (_, index) => index + 1)

test.each([
  ['lists', `a0: &a0 [x]\n${levels.map((level) => tenfold(level, '[@]')).join('')}`],
  ['merges', `a0: &a0 { x: 1 }\n${levels.map((level) => tenfold(level, '{ <<: [@] }')).join('')}`],
])('aliases that explode are refused: %s', async (_, content) => {
  const { details } = await refusal(content)
  expect(details.problems?.map(({ message }) => message)).toEqual([
    'Aliases repeat more than 10000 values in all.',
  ])
})

test('a long chain of aliases is refused', async () => {
  const chain = Array.from(
    { length: 3000 },
    (_, index) => `a${index + 1}: &a${index + 1} { <<: *a${index} }\n`,
  )
  const { details } = await refusal(`a0: &a0 { x: 1 }\n${chain.join('')}`)
  expect(details.problems?.[0]?.message).toBe('Aliases lead to aliases more than 64 times here.')
})

test('anchors and merge keys work, and what is written wins over what is merged', async () => {
  const config = await load(`version: 1
environments:
  - &base
    name: dev
    repository: &place a.io/{env}/{image}
    immutable: &fixed [v*]
  - <<: *base
    name: test
  - <<: [{ confirm: true, tags: ["first"] }, { tags: ["second"], immutable: [] }]
    name: prod
    repository: *place
images:
  - { name: api, select: *fixed }
`)
  expect(config.environments).toEqual([
    expect.objectContaining({ name: 'dev', confirm: false, immutable: ['v*'], tags: ['{tag}'] }),
    expect.objectContaining({
      name: 'test',
      repository: 'a.io/{env}/{image}',
      immutable: ['v*'],
      from: ['dev'],
    }),
    expect.objectContaining({
      name: 'prod',
      repository: 'a.io/{env}/{image}',
      confirm: true,
      tags: ['first'],
      immutable: [],
    }),
  ])
  expect(config.images[0]?.select).toEqual([{ kind: 'glob', glob: 'v*' }])
})

test('a problem in what is merged points at where it is written', async () => {
  const { details } = await refusal(`version: 1
environments:
  - &base { name: dev, repository: "a.io/{image}", tags: ["{majr}"] }
  - { <<: *base, name: test, repository: "b.io/{image}" }
images:
  - { name: api, select: "1" }
`)
  expect(details.problems?.map(told)).toEqual(['3:60 There is no variable {majr}. — Did you mean {major}?'])
})

test('an alias means the anchor of its name that stands before it', async () => {
  const config = await load(`version: 1
environments:
  - { name: dev, repository: "a.io/{image}", immutable: [&t "1", &t "2", *t, &t "3"] }
images:
  - { name: api, select: *t }
`)
  expect(config.environments[0].immutable).toEqual(['1', '2', '2', '3'])
  expect(config.images[0]?.select).toEqual([{ kind: 'tag', tag: '3' }])
})

test('no key of a file reaches a prototype', async () => {
  const { details } = await refusal(file({ more: '__proto__: { polluted: true }\nconstructor: 1\n' }))
  expect(details.problems?.map(({ message }) => message)).toEqual([
    '"__proto__" is not a key that can stand here.',
    '"constructor" is not a key that can stand here.',
  ])
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})

test('a byte order mark and Windows line ends do not matter', async () => {
  const plain = await load(file({}))
  const windows = await load(`\ufeff${file({}).replaceAll('\n', '\r\n')}`)
  expect(windows.digest).toBe(plain.digest)
  const { details } = await refusal(selecting('{tag}').replaceAll('\n', '\r\n'))
  expect(details.problems?.[0]).toMatchObject({ line: 9, column: 14, excerpt: '    select: {tag}' })
})

test('of a file of another kind only the first problems are told', async () => {
  const error = await refusal(Array.from({ length: 3000 }, (_, index) => `key${index}: 1\n`).join(''))
  expect(error.message).toBe('promotion.yaml has over 1000 problems, the first 50 of them here.')
  expect(error.details.problems).toHaveLength(50)
})
