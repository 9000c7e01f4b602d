import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { digestOf } from '../../src/oci/digest.ts'
import {
  isRepositoryPath,
  isTag,
  parseLocation,
  parseReference,
  type Reference,
  referenceText,
  sameLocation,
  splitReference,
} from '../../src/oci/reference.ts'

const absolute = (folder: string): string => (folder.startsWith('/') ? folder : `/work/${folder}`)
const DIGEST = digestOf('content')

describe('locations', () => {
  test.for([
    ['alpine', 'docker.io', 'library/alpine'],
    ['acme/web', 'docker.io', 'acme/web'],
    ['docker.io/alpine', 'docker.io', 'library/alpine'],
    ['index.docker.io/acme/web', 'docker.io', 'acme/web'],
    ['registry-1.docker.io/library/alpine', 'docker.io', 'library/alpine'],
    ['localhost/app', 'localhost', 'app'],
    ['localhost:5000/a/b', 'localhost:5000', 'a/b'],
    ['127.0.0.1:5000/a', '127.0.0.1:5000', 'a'],
    ['[::1]:5000/a', '[::1]:5000', 'a'],
    ['Registry/a', 'Registry', 'a'],
    ['registry.example.com/team_x/web--api/v1.2', 'registry.example.com', 'team_x/web--api/v1.2'],
  ] as const)('%s is %s, %s', ([text, host, repository]) => {
    expect(parseLocation(text, absolute)).toEqual({ kind: 'registry', host, repository })
  })

  test.for([
    ['oci:images/api', '/work/images/api'],
    ['oci:/var/lib/images', '/var/lib/images'],
    ['oci:.', '/work/.'],
  ] as const)('%s is a layout', ([text, path]) => {
    expect(parseLocation(text, absolute)).toEqual({ kind: 'layout', path })
  })

  test.for([
    '',
    'oci:',
    '/a',
    'a//b',
    'a/',
    'registry.example.com/',
    'registry.example.com/A/b',
    'a b',
    '-a.example/b',
    'x.example:port/a',
    'a/..',
    'a/.b',
    `x.example/${'a'.repeat(256)}`,
    'ü/a',
    'https://x.example/a',
  ])('"%s" is refused as wrong usage', (text) => {
    expect(() => parseLocation(text, absolute)).toThrow(expect.objectContaining({ code: 'usage' }))
  })

  test('an upper-case repository is told so', () => {
    expect(() => parseLocation('x.example/Team/web', absolute)).toThrow(
      expect.objectContaining({ details: { hint: 'Repository names are lower case.' } }),
    )
  })
})

describe('references', () => {
  test.for([
    ['x.example/a:1.0', { name: 'x.example/a', tag: '1.0' }],
    [`x.example/a@${DIGEST}`, { name: 'x.example/a', digest: DIGEST }],
    [`x.example/a:1.0@${DIGEST}`, { name: 'x.example/a', tag: '1.0', digest: DIGEST }],
    ['x.example:5000/a', { name: 'x.example:5000/a' }],
    ['x.example:5000/a:1', { name: 'x.example:5000/a', tag: '1' }],
    ['alpine:3', { name: 'alpine', tag: '3' }],
    ['oci:folder', { name: 'oci:folder' }],
    ['oci:folder:1.0', { name: 'oci:folder', tag: '1.0' }],
    ['oci:/a:b/folder:1.0', { name: 'oci:/a:b/folder', tag: '1.0' }],
    ['oci:/home/me@work/folder:1.0', { name: 'oci:/home/me@work/folder', tag: '1.0' }],
    [`oci:/home/me@work/folder@${DIGEST}`, { name: 'oci:/home/me@work/folder', digest: DIGEST }],
  ] as const)('%s', ([text, parts]) => {
    expect(splitReference(text)).toEqual(parts)
  })

  test.for([
    'a:',
    'a:b:c',
    'a@sha256:12',
    `a@${DIGEST}0`,
    `a@${DIGEST.toUpperCase()}`,
    'a:-x',
    `a:${'t'.repeat(129)}`,
    'a@b@c',
    'a:ü',
  ])('"%s" is refused as wrong usage', (text) => {
    expect(() => splitReference(text)).toThrow(expect.objectContaining({ code: 'usage' }))
  })

  test('what is written is read back', () => {
    fc.assert(
      fc.property(anyReference, (reference) => {
        const back = parseReference(referenceText(reference), absolute)
        expect(back).toEqual(reference)
        expect(sameLocation(back.location, reference.location)).toBe(true)
      }),
    )
  })

  test('any text is read or refused as wrong usage, never anything else', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'aA1.:/@-_[] oci') })),
        (text) => {
          try {
            const reference = parseReference(text, absolute)
            if (reference.location.kind === 'registry') {
              expect(isRepositoryPath(reference.location.repository)).toBe(true)
            }
            expect(reference.tag === undefined || isTag(reference.tag)).toBe(true)
          } catch (error) {
            expect(error).toMatchObject({ code: 'usage' })
          }
        },
      ),
    )
  })
})

const ALNUM = 'abcdefghijklmnopqrstuvwxyz0123456789'
const word = fc.string({ unit: fc.constantFrom(...ALNUM), minLength: 1, maxLength: 8 })
const part = fc
  .tuple(word, fc.array(fc.tuple(fc.constantFrom('.', '_', '__', '-', '---'), word), { maxLength: 2 }))
  .map(([first, more]) => first + more.map(([joint, next]) => joint + next).join(''))
const host = fc.oneof(
  fc.constantFrom('localhost', 'localhost:5000', '[::1]:5000', '127.0.0.1:80', 'docker.io'),
  fc.tuple(word, word).map(([a, b]) => `${a}.${b}.example`),
)
const anyLocation: fc.Arbitrary<Reference['location']> = fc.oneof(
  fc
    .tuple(host, fc.array(part, { minLength: 2, maxLength: 4 }))
    .map(([name, parts]) => ({ kind: 'registry', host: name, repository: parts.join('/') }) as const),
  fc
    .array(part, { minLength: 1, maxLength: 4 })
    .map((parts) => ({ kind: 'layout', path: `/${parts.join('/')}` }) as const),
)
const anyTag = fc
  .tuple(
    fc.constantFrom(...ALNUM, '_', 'A'),
    fc.string({ unit: fc.constantFrom(...ALNUM, '.', '-', '_', 'Z'), maxLength: 127 }),
  )
  .map(([first, rest]) => first + rest)
const anyReference: fc.Arbitrary<Reference> = fc
  .record({
    location: anyLocation,
    tag: fc.option(anyTag, { nil: undefined }),
    digest: fc.option(
      fc.uint8Array({ maxLength: 4 }).map((bytes) => digestOf(bytes)),
      { nil: undefined },
    ),
  })
  .map(({ location, tag, digest }) => ({
    location,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  }))
