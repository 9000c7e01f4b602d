import { expect, test } from 'vitest'
import { type LoginFlags, wayOf } from '../../../src/cli/login/login-flags.ts'

const NONE: LoginFlags = {
  username: undefined,
  password: undefined,
  'password-stdin': false,
  'get-login': false,
  'swr-ak': undefined,
  'swr-sk-stdin': false,
  'from-env': false,
}

test.for<[Partial<LoginFlags>, object]>([
  [{}, { kind: 'given', username: undefined, password: undefined }],
  [{ username: 'ann' }, { kind: 'given', username: 'ann', password: undefined }],
  [
    { username: 'ann', password: 'x' },
    { kind: 'given', username: 'ann', password: 'x' },
  ],
  [
    { username: 'ann', 'password-stdin': true },
    { kind: 'stdin', username: 'ann' },
  ],
  [
    { username: 'ann', password: '-' },
    { kind: 'stdin', username: 'ann' },
  ],
  [{ 'get-login': true }, { kind: 'get-login' }],
  [
    { 'from-env': true, username: 'me' },
    { kind: 'environment', username: 'me' },
  ],
  [
    { 'swr-ak': 'AK', 'swr-sk-stdin': true },
    { kind: 'keys', accessKey: 'AK' },
  ],
])('%j is a way to log in', ([flags, way]) => {
  expect(wayOf({ ...NONE, ...flags })).toEqual(way)
})

test.for<[Partial<LoginFlags>, string]>([
  [{ 'password-stdin': true }, 'the --password-stdin option requires --username to be set'],
  [
    { username: 'ann', password: 'x', 'password-stdin': true },
    'conflicting options: cannot specify both --password and --password-stdin',
  ],
  [{ username: ' ' }, 'username is empty'],
  [{ username: 'ann', password: '' }, 'password is empty'],
  [{ 'swr-ak': 'AK' }, '--swr-ak AK and --swr-sk-stdin go together.'],
  [{ 'swr-sk-stdin': true }, '--swr-ak AK and --swr-sk-stdin go together.'],
  [{ 'get-login': true, 'from-env': true }, '--get-login and --from-env do not go together.'],
  [{ 'get-login': true, username: 'ann' }, '--get-login and --username do not go together.'],
  [{ 'from-env': true, password: 'x' }, '--from-env and --password or --password-stdin do not go together.'],
])('%j is refused: %s', ([flags, message]) => {
  expect(() => wayOf({ ...NONE, ...flags })).toThrow(expect.objectContaining({ code: 'usage', message }))
})
