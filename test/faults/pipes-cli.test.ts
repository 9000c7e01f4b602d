import { execFileSync } from 'node:child_process'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type CliResult, runPromote, testFolder } from '../support/cli.ts'

const FILE = [
  'version: 1',
  'environments:',
  '  - { name: test, repository: "oci:test/{image}" }',
  '  - { name: prod, repository: "oci:prod/{image}" }',
  'images: [{ name: api, select: ["1.0.0"] }]',
  '',
].join('\n')

/** Runs a command that reads `pipe`, and calls `then` as soon as it has opened it, with how to write and how to stop it. */
async function readingPipe(
  args: readonly string[],
  then: (write: (text: string) => Promise<unknown>, stop: () => void) => unknown,
): Promise<CliResult> {
  const cwd = await testFolder()
  const pipe = path.join(cwd, 'pipe')
  execFileSync('mkfifo', [pipe])
  let stop = (): void => {}
  const ended = runPromote(args, { cwd, onSpawn: (child) => (stop = () => void child.kill('SIGTERM')) })
  // Ends when the other side is opened.
  const writer = await open(pipe, 'w')
  let closed = false
  const close = async (): Promise<void> => {
    if (!closed) await writer.close()
    closed = true
  }
  onTestFinished(close)
  await then(async (text) => {
    await writer.write(text)
    await close()
  }, stop)
  return ended
}

describe.skipIf(process.platform === 'win32')('a pipe in place of a file', () => {
  test.each([
    ['validate', ['validate', '-f', 'pipe']],
    ['apply', ['apply', 'pipe', '--yes', '-f', 'pipe']],
  ])('%s can be stopped while nothing comes from it', async (_, args) => {
    const { code } = await readingPipe(args, (_write, stop) => stop())
    expect(code).toBe(143)
  })

  test('what comes from it is read to its end', async () => {
    const { code, stdout } = await readingPipe(['validate', '-f', 'pipe'], (write) => write(FILE))
    expect([code, stdout]).toEqual([0, expect.stringContaining('pipe')])
  })
})
