import { expect, test } from 'vitest'
import { parseChallenges } from '../../../src/registry/auth/challenge.ts'

test.each([
  ['nothing', [], []],
  ['an empty field', [''], []],
  [
    'a bearer challenge as docker writes it',
    [
      'Bearer realm="https://auth.example.com/token",service="registry.example.com",scope="repository:a/b:pull,push"',
    ],
    [
      {
        scheme: 'bearer',
        parameters: {
          realm: 'https://auth.example.com/token',
          service: 'registry.example.com',
          scope: 'repository:a/b:pull,push',
        },
      },
    ],
  ],
  [
    'two challenges in one field',
    ['Basic realm="a, b", charset="UTF-8", Bearer realm="https://t.example.com" , service=x'],
    [
      { scheme: 'basic', parameters: { realm: 'a, b', charset: 'UTF-8' } },
      { scheme: 'bearer', parameters: { realm: 'https://t.example.com', service: 'x' } },
    ],
  ],
  [
    'two fields',
    ['Bearer realm=r', 'Basic realm="q"'],
    [
      { scheme: 'bearer', parameters: { realm: 'r' } },
      { scheme: 'basic', parameters: { realm: 'q' } },
    ],
  ],
  [
    'escaped quotes',
    ['Basic realm="say \\"hi\\""'],
    [{ scheme: 'basic', parameters: { realm: 'say "hi"' } }],
  ],
  [
    'a scheme without parameters before another',
    ['Negotiate, Basic realm="x"'],
    [
      { scheme: 'negotiate', parameters: {} },
      { scheme: 'basic', parameters: { realm: 'x' } },
    ],
  ],
  [
    'a scheme with a token after it',
    ['Negotiate YWJj==, Basic realm="x"'],
    [
      { scheme: 'negotiate', parameters: {} },
      { scheme: 'basic', parameters: { realm: 'x' } },
    ],
  ],
  ['spaces around "="', ['Basic realm = "x"'], [{ scheme: 'basic', parameters: { realm: 'x' } }]],
  [
    'the first of two equal names',
    ['Basic realm="a", realm="b"'],
    [{ scheme: 'basic', parameters: { realm: 'a' } }],
  ],
  ['capital letters', ['BEARER Realm="x"'], [{ scheme: 'bearer', parameters: { realm: 'x' } }]],
])('reads %s', (_, fields, expected) => {
  expect(parseChallenges(fields)).toEqual(expected)
})

test.each(['"', '=', 'Bearer realm="unfinished', ', , ,', 'Bearer realm=', '\u0000'])(
  'ends on what is no challenge: %j',
  (field) => {
    expect(() => parseChallenges([field])).not.toThrow()
  },
)
