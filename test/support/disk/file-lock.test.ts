import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { withFileLock } from '../../../src/support/disk/file-lock.ts'

async function lockFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'promote-lock-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'a.lock')
}

async function startHolder(file: string, ...args: string[]): Promise<ChildProcessWithoutNullStreams> {
  const child = spawn(process.execPath, [
    fileURLToPath(new URL('./file-lock-holder.ts', import.meta.url)),
    file,
    ...args,
  ])
  onTestFinished(() => void child.kill('SIGKILL'))
  const [said] = await once(child.stdout, 'data')
  expect(String(said)).toBe('held\n')
  return child
}

const taken = (file: string, waitMs = 0) => withFileLock(file, async () => 'mine', { waitMs })

test('one process at a time, until the holder is done', async () => {
  const file = await lockFile()
  const holder = await startHolder(file)
  await expect(taken(file)).rejects.toMatchObject({ code: 'locked', message: expect.stringContaining(file) })
  const waiting = withFileLock(file, async () => 'mine')
  holder.stdin.end()
  expect(await waiting).toBe('mine')
})

test('that another holds the lock is said while it is waited for, with the process where the system tells it', async () => {
  const file = await lockFile()
  const holder = await startHolder(file)
  const told = Promise.withResolvers<string>()
  const waiting = withFileLock(file, async () => 'mine', { onWait: told.resolve })
  const who = process.platform === 'linux' ? `process ${holder.pid}` : 'another process'
  expect(await told.promise).toBe(`Waiting for ${who}, which holds the lock ${file}; at most 30 s.`)
  holder.stdin.end()
  expect(await waiting).toBe('mine')
})

test('a killed holder frees the lock', async () => {
  const file = await lockFile()
  const holder = await startHolder(file)
  const waiting = withFileLock(file, async () => 'mine')
  holder.kill('SIGKILL')
  expect(await waiting).toBe('mine')
  expect(await readdir(join(file, '..'))).toEqual(['a.lock'])
})

test.skipIf(process.platform === 'win32')('a suspended holder keeps it', async () => {
  const file = await lockFile()
  const holder = await startHolder(file)
  holder.kill('SIGSTOP')
  await expect(taken(file, 300)).rejects.toMatchObject({ code: 'locked' })
  holder.kill('SIGCONT')
  holder.stdin.end()
  await once(holder, 'exit')
  expect(await taken(file)).toBe('mine')
})

test('one at a time within a process, in the order asked', async () => {
  const file = await lockFile()
  const order: number[] = []
  let inside = 0
  const work = (number: number) => async () => {
    expect(++inside).toBe(1)
    await access(file)
    order.push(number)
    inside--
  }
  const numbers = Array.from({ length: 50 }, (_, index) => index)
  await Promise.all(numbers.map((number) => withFileLock(file, work(number))))
  expect(order).toEqual(numbers)
})

test('one who gives up waiting does not let those behind in', async () => {
  const file = await lockFile()
  const release = Promise.withResolvers<void>()
  let done = false
  const first = withFileLock(file, async () => {
    await release.promise
    done = true
  })
  const second = withFileLock(file, async () => 'second', { signal: AbortSignal.timeout(10) })
  const third = withFileLock(file, async () => done)
  const fourth = taken(file, 20)
  await expect(second).rejects.toMatchObject({ name: 'TimeoutError' })
  await expect(fourth).rejects.toMatchObject({ code: 'locked' })
  release.resolve()
  await first
  expect(await third).toBe(true)
  expect(await taken(file)).toBe('mine')
})

test('an abort ends the waiting for another process with its own reason', async () => {
  const file = await lockFile()
  await startHolder(file)
  const stop = new Error('stop')
  const controller = new AbortController()
  const waiting = withFileLock(file, async () => 'mine', { signal: controller.signal })
  controller.abort(stop)
  await expect(waiting).rejects.toBe(stop)
  await expect(withFileLock(file, async () => 'mine', { signal: controller.signal })).rejects.toBe(stop)
})

test('work that fails frees the lock', async () => {
  const file = await lockFile()
  const failure = new Error('work')
  await expect(withFileLock(file, () => Promise.reject(failure))).rejects.toBe(failure)
  expect(await taken(file)).toBe('mine')
})

test('the file stays, empty, and nothing lies beside it', async () => {
  const file = await lockFile()
  await withFileLock(file, async () => {
    expect(await readdir(join(file, '..'))).toEqual(['a.lock'])
  })
  expect(await readdir(join(file, '..'))).toEqual(['a.lock'])
  expect((await stat(file)).size).toBe(0)
})

test('a file that is something else is refused and left as it is', async () => {
  const file = await lockFile()
  const content = 'not a lock file\n'.repeat(100)
  await writeFile(file, content)
  await expect(taken(file)).rejects.toMatchObject({ code: 'disk', message: expect.stringContaining(file) })
  expect(await readFile(file, 'utf8')).toBe(content)
  await mkdir(`${file}.d`)
  await expect(taken(`${file}.d`)).rejects.toMatchObject({ code: 'disk' })
})

test('a folder that is not there is named', async () => {
  const file = join(await lockFile(), '..', 'none', 'a.lock')
  await expect(taken(file)).rejects.toMatchObject({
    code: 'disk',
    message: expect.stringMatching(/the folder .*none does not exist/),
  })
})

test("Node's warning about SQLite is not shown, any other is", async () => {
  const holder = await startHolder(await lockFile(), 'warn')
  let shown = ''
  holder.stderr.on('data', (chunk) => {
    shown += chunk
  })
  holder.stdin.end()
  await once(holder, 'close')
  expect(shown).toContain('ExperimentalWarning: another one')
  expect(shown).not.toContain('SQLite')
})
