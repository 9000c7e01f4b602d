import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Program, type ProgramEnd, runProgram } from '../../../src/support/process/program.ts'

const node = process.execPath

/** Runs a script of the shell, as a program like any other. */
function sh(script: string, more: Partial<Program> = {}): Promise<ProgramEnd> {
  return runProgram({
    program: '/bin/sh',
    arguments: ['-c', script],
    env: { PATH: process.env.PATH },
    timeLimit: 20_000,
    outputLimit: 1024 * 1024,
    ...more,
  })
}

async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), 'program-'))
  onTestFinished(() => rm(made, { recursive: true }))
  return made
}

/** A pipe with a name, and how to hear when all have ended that write to it. */
interface Witness {
  readonly fifo: string
  /** Returns at the first thing that is written. */
  started(): Promise<void>
  /** Returns when nobody has it open any more. */
  ended(): Promise<void>
}

async function witness(): Promise<Witness> {
  const fifo = path.join(await folder(), 'fifo')
  await sh('', { arguments: ['-c', 'mkfifo "$0"', fifo] })
  const stream = createReadStream(fifo)
  const [started, ended] = [once(stream, 'data'), once(stream, 'end')]
  return {
    fifo,
    started: async () => void (await started),
    ended: async () => void (await ended),
  }
}

describe('a program that runs to its end', () => {
  test('tells its exit code and what it printed, each stream alone and both', async () => {
    const end = await sh('echo one; echo two >&2; printf "%s\\r\\n\\n" three; exit 7')
    expect(end).toMatchObject({
      kind: 'exited',
      code: 7,
      printed: {
        stdout: { text: 'one\nthree\r\n\n', lastLine: 'three', bytes: 12, isCut: false },
        stderr: { text: 'two\n', lastLine: 'two' },
        both: { bytes: 16 },
      },
    })
  })

  test('gets its arguments as they are, its input, its folder and no variable that is not given', async () => {
    const place = await folder()
    const end = await runProgram({
      program: node,
      arguments: [
        '-e',
        `process.stdin.setEncoding('utf8').on('data', (text) => console.log(JSON.stringify(
          [process.argv.slice(1), text, process.cwd(), Object.keys(process.env).sort()])))`,
        '$HOME; `id`',
        '*',
      ],
      env: { ONLY: 'this', NOT: undefined },
      folder: place,
      input: 'Grüße\n',
      timeLimit: 20_000,
      outputLimit: 1000,
    })
    if (end.kind !== 'exited') throw new Error(end.kind)
    expect(JSON.parse(end.printed.stdout.text)).toEqual([
      ['$HOME; `id`', '*'],
      'Grüße\n',
      place,
      expect.not.arrayContaining(['NOT', 'PATH', 'HOME']),
    ])
  })

  test('may leave its input unread', async () => {
    expect(await sh('exit 0', { input: 'x'.repeat(1024 * 1024) })).toMatchObject({ kind: 'exited', code: 0 })
  })

  test('is found from its folder where its path is relative', async () => {
    const place = await folder()
    await writeFile(path.join(place, 'policy'), '#!/bin/sh\necho here\n')
    await chmod(path.join(place, 'policy'), 0o755)
    const end = await sh('', { program: './policy', folder: place })
    expect(end).toMatchObject({ kind: 'exited', printed: { stdout: { text: 'here\n' } } })
  })
})

describe('what is kept of its output', () => {
  test('is the beginning, whole characters of it, and the last line', async () => {
    const end = await sh('printf "äöü\\nmiddle\\n  the end  \\n\\n"', { keep: 3 })
    expect(end).toMatchObject({
      printed: { both: { text: 'ä', lastLine: 'the end', bytes: 27, isCut: true } },
    })
  })

  test('of a last line without end the last words', async () => {
    const end = await sh('printf "%s" first; printf " %s" $(seq 1000 3000)')
    const { lastLine } = end.kind === 'exited' ? end.printed.both : { lastLine: '' }
    expect(lastLine).toMatch(/^… \d{4} .* 3000$/)
    expect(lastLine.length).toBeLessThan(4100)
    expect(await sh('printf "%9000s" x | tr " " y')).toMatchObject({ printed: { both: { lastLine: '…' } } })
  })

  test('is text, whatever the bytes were', async () => {
    const end = await sh(String.raw`printf 'a\377b'`)
    expect(end).toMatchObject({ printed: { stdout: { text: 'a\ufffdb', isCut: false } } })
  })
})

describe('a program that does not end well', () => {
  test('is ended with all it has started when its time is up', async () => {
    const { fifo, ended } = await witness()
    const end = await sh('', {
      arguments: ['-c', 'echo up; (sleep 1000; true) > "$0" & wait', fifo],
      timeLimit: 1000,
    })
    expect(end).toMatchObject({ kind: 'timed-out', printed: { both: { text: 'up\n' } } })
    await ended()
  })

  test('that prints without end is stopped at its limit', async () => {
    const end = await sh('yes', { outputLimit: 100_000, keep: 10 })
    expect(end).toMatchObject({
      kind: 'printed-too-much',
      printed: { both: { text: 'y\ny\ny\ny\ny\n', lastLine: 'y', isCut: true } },
    })
  })

  test('that crashes tells the signal', async () => {
    expect(await sh('echo so far; kill -SEGV $$')).toMatchObject({
      kind: 'killed',
      by: 'SIGSEGV',
      printed: { both: { lastLine: 'so far' } },
    })
  })

  test('leaves nothing running behind a good end, and is not waited for', async () => {
    const { fifo, started, ended } = await witness()
    const end = await sh('', { arguments: ['-c', 'exec 3> "$0"; echo up >&3; sleep 1000 &', fifo] })
    expect(end).toMatchObject({ kind: 'exited', code: 0 })
    await started()
    await ended()
  })

  test('that was never there, may not run or is asked the impossible is not started', async () => {
    const place = await folder()
    await writeFile(path.join(place, 'text'), 'echo never\n', { mode: 0o644 })
    const ends = await Promise.all([
      sh('', { program: 'there-is-no-such-program' }),
      sh('', { program: './text', folder: place }),
      sh('', { program: place }),
      sh('', { arguments: ['-c', 'a\0b'] }),
      sh('', { arguments: ['-c', 'x'.repeat(4 * 1024 * 1024)] }),
    ])
    expect(ends).toEqual([
      { kind: 'not-started', why: 'it was not found' },
      { kind: 'not-started', why: 'it may not be executed (permission denied)' },
      { kind: 'not-started', why: 'it may not be executed (permission denied)' },
      { kind: 'not-started', why: 'its name, an argument or a variable has a NUL character' },
      { kind: 'not-started', why: 'its arguments and variables are too long' },
    ])
  })
})

describe('the signal', () => {
  test('ends the program and all it has started, and is what is thrown', async () => {
    const { fifo, started, ended } = await witness()
    const controller = new AbortController()
    const running = sh('', {
      arguments: ['-c', 'exec 3> "$0"; echo up >&3; sleep 1000; true', fifo],
      signal: controller.signal,
    })
    await started()
    controller.abort(new Error('enough'))
    await expect(running).rejects.toThrow('enough')
    await ended()
  })

  test('that has aborted lets nothing start', async () => {
    const signal = AbortSignal.abort(new Error('before'))
    await expect(sh('', { program: 'there-is-no-such-program', signal })).rejects.toThrow('before')
  })
})

test('a program ends with the process that runs it', async () => {
  const { fifo, started, ended } = await witness()
  const module = path.join(import.meta.dirname, '..', '..', '..', 'src', 'support', 'process', 'program.ts')
  const owner = spawn(node, [
    '--input-type=module',
    '-e',
    `import { runProgram } from ${JSON.stringify(module)}
     process.stdin.once('data', () => process.exit(0))
     await runProgram({
       program: '/bin/sh', arguments: ['-c', 'exec 3> "$0"; echo up >&3; sleep 1000; true', ${JSON.stringify(fifo)}],
       env: { PATH: process.env.PATH }, timeLimit: 100_000, outputLimit: 10,
     })`,
  ])
  await started()
  owner.stdin.end('go')
  await once(owner, 'close')
  await ended()
})
