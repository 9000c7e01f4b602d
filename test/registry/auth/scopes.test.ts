import { describe, expect, test } from 'vitest'
import {
  CATALOG,
  covers,
  grantedBy,
  isNobodys,
  joinScopes,
  parseScopes,
  scope,
  scopeParameters,
} from '../../../src/registry/auth/scopes.ts'

const jwt = (claims: unknown): string =>
  `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`

describe('scopes', () => {
  test('keep the order in which repositories were named, the destination first', () => {
    const joined = joinScopes(scope('dst', 'pull', 'push'), scope('src', 'pull'), scope('dst', 'pull'))
    expect(scopeParameters(joined)).toEqual(['repository:dst:pull,push', 'repository:src:pull'])
  })

  test.each([
    [scope('a', 'pull', 'push'), scope('a', 'pull'), true],
    [scope('a', 'pull'), scope('a', 'pull', 'push'), false],
    [scope('a', '*'), scope('a', 'pull', 'push'), true],
    [scope('a', 'pull'), scope('b', 'pull'), false],
    [scope('a', 'pull'), new Map(), true],
    [new Map(), scope('a', 'pull'), false],
  ])('%# cover what they hold', (have, need, expected) => {
    expect(covers(have, need)).toBe(expected)
  })

  test('are read from a challenge, what is about neither repositories nor the registry left out', () => {
    expect(
      scopeParameters(
        parseScopes('repository:a/b:pull,push registry:catalog:* plugin:x:y repository:c:pull'),
      ),
    ).toEqual(['repository:a/b:pull,push', 'registry:catalog:*', 'repository:c:pull'])
  })
})

describe('the access claim of a token', () => {
  test('tells what it holds', () => {
    const granted = grantedBy(
      jwt({
        access: [
          { type: 'repository', name: 'a/b', actions: ['pull'] },
          { type: 'registry', name: 'catalog', actions: ['*'] },
          { type: 'plugin', name: 'x', actions: ['*'] },
        ],
      }),
    )
    expect(granted).toEqual(joinScopes(scope('a/b', 'pull'), CATALOG))
  })

  test('can hold nothing at all, as Harbor gives to a wrong password', () => {
    const granted = grantedBy(jwt({ access: [{ type: 'repository', name: 'a', actions: [] }] }))
    expect(granted).toEqual(new Map([['a', new Set()]]))
    expect(granted && covers(granted, scope('a', 'pull'))).toBe(false)
  })

  test.each(['opaque', 'a.b.c', jwt({}), jwt(null), jwt({ access: 'all' }), '..'])(
    'is not there in %s',
    (token) => {
      expect(grantedBy(token)).toBeUndefined()
    },
  )
})

test.for<[string, boolean]>([
  [jwt({ sub: '', access: [] }), true],
  [jwt({ sub: 'ann', access: [] }), false],
  [jwt({ access: [] }), false],
  [jwt({ access: [], iss: 'harbor-token-issuer' }), true],
  [jwt({ sub: 'ann', iss: 'harbor-token-issuer' }), false],
  ['opaque', false],
  ['a.b.c', false],
])("%s is nobody's: %s", ([token, wanted]) => {
  expect(isNobodys(token)).toBe(wanted)
})
