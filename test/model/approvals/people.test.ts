import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSamePerson, namesOf, peopleOf } from '../../../src/model/approvals/people.ts'

const KEY = 'ssh-ed25519 AAAAC3Nza'

test('principals of one line, and of lines that share one, are one person', () => {
  const people = peopleOf(
    [
      '# who may approve',
      `kari@example.com,kari namespaces="promote" ${KEY}1`,
      `  "Kari Nordmann,KARI" valid-before="20270101" ${KEY}2`,
      `ola@example.com ${KEY}3`,
      '',
      `ola@example.com ${KEY}4 ola's other key`,
      `!eve@example.com,*@example.org cert-authority ${KEY}5`,
      'nobody',
      `nobody ssh-ed25519`,
      `${KEY} ola@laptop`,
      '-----BEGIN OPENSSH PRIVATE KEY-----',
    ].join('\n'),
  )
  expect([...new Set(people.values())]).toEqual([
    ['kari@example.com', 'KARI', 'Kari Nordmann'],
    ['ola@example.com'],
    ['*@example.org'],
  ])
  expect(namesOf(people, ['Kari@Example.com'])).toEqual(['kari@example.com', 'KARI', 'Kari Nordmann'])
  expect(namesOf(people, ['per@example.org'])).toEqual(['per@example.org'])
})

test('names that are not ASCII are read as what they are', () => {
  const bytes = Buffer.from(`"Åse Ødegård" ${KEY}`, 'utf8').toString('latin1')
  expect([...peopleOf(bytes).values()]).toEqual([['Åse Ødegård']])
})

test('lines that are chained through shared names are one person, in any order', () => {
  const lines = [['a', 'b'], ['b', 'c'], ['d'], ['c', 'e']]
  fc.assert(
    fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), (order) => {
      const people = peopleOf(order.map((names) => `${names.join(',')} ${KEY}`).join('\n'))
      for (const name of ['a', 'b', 'c', 'e']) {
        expect([...(people.get(name) ?? [])].sort()).toEqual(['a', 'b', 'c', 'e'])
      }
      expect(people.get('d')).toEqual(['d'])
    }),
  )
})

test.each([
  [['kari'], ['KARI'], true],
  [['kari@example.com'], ['kari'], true],
  [['kari'], ['kari@example.com'], true],
  [['kari@example.com'], ['kari@example.org'], false],
  [['ola', 'Kari Nordmann'], ['kari nordmann'], true],
  [['kari'], ['karin@example.com'], false],
  [[''], ['@example.com'], false],
  [[], ['kari'], false],
])('%j and %j are one person: %s', (one, other, expected) => {
  expect(isSamePerson(one, other)).toBe(expected)
  expect(isSamePerson(other, one)).toBe(expected)
})
