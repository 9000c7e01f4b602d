import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  isFloating,
  labelsOf,
  parseTemplate,
  renderRepository,
  renderTag,
  type TagValues,
  variablesOf,
} from '../../src/model/template.ts'
import { digestOf, hexOf } from '../../src/oci/digest.ts'
import { isRepositoryPath, isTag } from '../../src/oci/reference.ts'
import { PromoteError } from '../../src/support/errors.ts'

const digest = digestOf('content')
const values: TagValues = {
  image: 'team/web',
  env: 'prod',
  tag: 'v1.4.2',
  digest,
  label: (name) => (name === 'org.opencontainers.image.version' ? '9.9' : undefined),
}

test.each([
  ['registry.example.com/{env}/{image}', 'registry.example.com/prod/team/web'],
  ['docker.io/acme/{flat}', 'docker.io/acme/team-web'],
  ['oci:layouts/{name}', 'oci:layouts/web'],
  ['registry.example.com/one', 'registry.example.com/one'],
])('the repository template %s gives %s', (template, expected) => {
  expect(renderRepository(template, values)).toBe(expected)
})

test.each([
  ['{tag}', 'v1.4.2'],
  ['{major}.{minor}.{patch}', '1.4.2'],
  ['{major}.{minor}-{env}', '1.4-prod'],
  ['{flat}-{name}', 'team-web-web'],
  ['sha-{digest12}', `sha-${hexOf(digest).slice(0, 12)}`],
  ['{label:org.opencontainers.image.version}', '9.9'],
  ['latest', 'latest'],
])('the tag template %s gives %s', (template, expected) => {
  expect(renderTag(template, values)).toBe(expected)
})

test.each([
  ['{major}', { tag: 'nightly' }, /The tag "nightly" of team\/web is not a semantic version/],
  ['{minor}', { tag: '1.4' }, /The tag "1\.4" of team\/web is not a semantic version/],
  ['{tag}', { tag: null }, /team\/web was asked for by digest alone/],
  ['{patch}', { tag: null }, /team\/web was asked for by digest alone/],
  ['{label:none}', {}, /team\/web has no label "none"/],
  ['{image}', {}, /"team\/web", made from "\{image\}" for team\/web, is not a valid tag/],
  ['{label:v}', { label: () => '1.0+build' }, /"1\.0\+build", made from/],
  ['x{tag}', { tag: 'a'.repeat(128) }, /is not a valid tag/],
  ['{nope}', {}, /"\{nope\}" in "\{nope\}" is not a variable that can stand there/],
])('the tag template %s is refused', (template, other, message) => {
  expect(() => renderTag(template, { ...values, ...other })).toThrow(message)
})

test('tag variables are refused in repositories', () => {
  expect(() => renderRepository('a.io/{tag}', values)).toThrow(PromoteError)
})

test('variables and labels are named once each', () => {
  expect(variablesOf('{env}-{tag}-{label:a.b}-{env}')).toEqual(['env', 'tag', 'label:a.b'])
  expect(labelsOf('{label:a.b}{label:c}{tag}')).toEqual(['a.b', 'c'])
})

test.each([
  ['{tag}', false],
  ['{major}.{minor}.{patch}', false],
  ['{digest12}', false],
  ['{label:a}', false],
  ['{major}.{minor}', true],
  ['{major}', true],
  ['{env}', true],
  ['latest', true],
])('isFloating of %s is %s', (template, expected) => {
  expect(isFloating(template)).toBe(expected)
})

test('braces that are not closed, or not opened, are refused', () => {
  for (const template of ['{', '}', 'a{b', 'a}b', '{a{b}', '{a}}']) {
    expect(() => parseTemplate(template)).toThrow(/without its other half/)
  }
})

const pathPart = fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,4})?$/)
const image = fc.array(pathPart, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))

test('property: text without braces renders as itself, and parts cover the template', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const plain = text.replaceAll(/[{}]/g, '')
      expect(renderRepository(plain, values)).toBe(plain)
      const template = `${plain}{image}${plain}`
      const covered = parseTemplate(template).map((part) =>
        part.kind === 'text' ? part.text : `{${part.name}}`,
      )
      expect(covered.join('')).toBe(template)
    }),
  )
})

test('property: every valid image name gives a valid repository and a valid flat tag', () => {
  fc.assert(
    fc.property(image, (name) => {
      expect(isRepositoryPath(renderRepository('a/{env}/{image}', { image: name, env: 'prod' }))).toBe(true)
      expect(renderRepository('{flat}', { image: name, env: 'prod' })).not.toContain('/')
      expect(isTag(renderTag('{flat}', { ...values, image: name }))).toBe(true)
    }),
  )
})

test('property: the parts of a version make the version again', () => {
  const number = fc.nat({ max: 10_000 })
  fc.assert(
    fc.property(number, number, number, fc.boolean(), (major, minor, patch, v) => {
      const tag = `${v ? 'v' : ''}${major}.${minor}.${patch}`
      expect(renderTag('v{major}.{minor}.{patch}', { ...values, tag })).toBe(`v${major}.${minor}.${patch}`)
      expect(renderTag('{tag}', { ...values, tag })).toBe(tag)
    }),
  )
})

test('property: whatever is rendered is a tag, or it is refused', () => {
  const piece = fc.constantFrom(
    '{tag}',
    '{env}',
    '{image}',
    '{flat}',
    '{major}',
    '{digest12}',
    '{label:x}',
    '-',
    '.',
    'a',
    ' ',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), fc.string(), (pieces, label) => {
      try {
        expect(isTag(renderTag(pieces.join(''), { ...values, label: () => label }))).toBe(true)
      } catch (error) {
        expect(error).toBeInstanceOf(PromoteError)
      }
    }),
  )
})
