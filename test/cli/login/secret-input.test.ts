import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { readSecret } from '../../../src/cli/login/secret-input.ts'

function input(): PassThrough & NodeJS.ReadStream {
  // Of a terminal's own methods none is used.
  return new PassThrough() as unknown as PassThrough & NodeJS.ReadStream
}

test('one line end behind the secret is no part of it', async () => {
  const stdin = input()
  stdin.end('canary-s3cret\n\r\n')
  expect(await readSecret(stdin, new AbortController().signal)).toBe('canary-s3cret\n')
})

test('input that never ends is left when the run is cancelled, and that is what is said', async () => {
  const run = new AbortController()
  const stdin = input()
  stdin.write('half')
  const read = readSecret(stdin, run.signal)
  const reason = new Error('cancelled')
  run.abort(reason)
  await expect(read).rejects.toBe(reason)
})
