import { expect, test } from 'vitest'
import { compareLink, isSameRepository } from '../../../../src/pipeline/plan/source/compare-link.ts'

const from = 'a'.repeat(40)
const to = 'b'.repeat(40)
const [old, now] = ['a'.repeat(12), 'b'.repeat(12)]

test.each([
  ['https://github.com/acme/api', `https://github.com/acme/api/compare/${old}...${now}`],
  ['https://github.com/acme/api.git/', `https://github.com/acme/api/compare/${old}...${now}`],
  ['git@github.com:acme/api.git', `https://github.com/acme/api/compare/${old}...${now}`],
  ['ssh://git@git.example.com/acme/api', `https://git.example.com/acme/api/compare/${old}...${now}`],
  ['https://codeberg.org/acme/api', `https://codeberg.org/acme/api/compare/${old}...${now}`],
  ['https://gitlab.com/acme/team/api', `https://gitlab.com/acme/team/api/-/compare/${old}...${now}`],
  ['https://gitlab.example.com:8443/a/b', `https://gitlab.example.com:8443/a/b/-/compare/${old}...${now}`],
  ['https://bitbucket.org/acme/api', `https://bitbucket.org/acme/api/branches/compare/${now}..${old}`],
  [
    'https://bitbucket.example.com/scm/shop/api.git',
    `https://bitbucket.example.com/projects/shop/repos/api/compare/commits?targetBranch=${from}&sourceBranch=${to}`,
  ],
  [
    'https://acme@dev.azure.com/acme/shop/_git/api',
    `https://dev.azure.com/acme/shop/_git/api/branchCompare?baseVersion=GC${from}&targetVersion=GC${to}`,
  ],
  [
    'git@ssh.dev.azure.com:v3/acme/shop/api',
    `https://dev.azure.com/acme/shop/_git/api/branchCompare?baseVersion=GC${from}&targetVersion=GC${to}`,
  ],
])('%s', (source, link) => {
  expect(compareLink(source, from, to)).toBe(link)
})

test.each([
  ['no address', 'acme/api'],
  ['not encrypted', 'http://github.com/acme/api'],
  ['a script', 'javascript:alert(1)'],
  ['a file', 'file:///etc/passwd'],
  ['data', 'data:text/html,<b>x</b>'],
  ['with a name and a password', 'https://robot:hunter2@github.com/acme/api'],
  ['with a name that looks like a host', 'https://github.com@evil.example/acme/api'],
  ['empty', ''],
])('no link: %s', (_, source) => {
  expect(compareLink(source, from, to)).toBeUndefined()
})

test('what follows the path of a source is no part of a link', () => {
  expect(compareLink('https://github.com/acme/api?x=<script>#](evil)', from, to)).toBe(
    `https://github.com/acme/api/compare/${old}...${now}`,
  )
})

test('one repository by two forms of its address', () => {
  expect(isSameRepository('git@github.com:acme/api.git', 'https://github.com/acme/api')).toBe(true)
  expect(isSameRepository('https://github.com/acme/api', 'https://github.com/acme/web')).toBe(false)
})
