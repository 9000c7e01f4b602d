import { execFile, execFileSync } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { openLedger } from '../../../src/ledger/file/file-ledger.ts'
import { verifyFile } from '../../support/ledger.ts'
import { intentBody } from '../entry-bodies.ts'
import { fillLedger } from '../fill.ts'
import { temporaryFolder, tickingClock } from '../workplace.ts'

const run = promisify(execFile)

async function answersFor(file: string) {
  const { stdout } = await run(process.execPath, [
    fileURLToPath(new URL('./disk-child.ts', import.meta.url)),
    file,
  ])
  return JSON.parse(stdout)
}

/** Whether a small disk can be made for a test: user namespaces or root, as most Linux machines have. */
function canMount(): boolean {
  try {
    execFileSync('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs -o size=64k none /mnt'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

test.skipIf(process.platform === 'win32')(
  'a folder or a ledger that may not be written is refused, by the check and by the append',
  async () => {
    const folder = await temporaryFolder()
    const file = join(folder, 'promotions.jsonl')
    await chmod(folder, 0o555)
    const refused = {
      code: 'disk',
      message: expect.stringContaining('this user has no right to do that'),
      files: [],
    }
    const locked = { ...refused, message: expect.stringContaining('may not be written by this user') }
    expect(await answersFor(file)).toEqual({ check: refused, append: locked })
    await chmod(folder, 0o777)
    await fillLedger(file, 1)
    await chmod(file, 0o444)
    const before = await readFile(file)
    const { check, append } = await answersFor(file)
    expect([check.code, append.code]).toEqual(['disk', 'disk'])
    expect(check.files).toEqual(['promotions.jsonl'])
    expect(await readFile(file)).toEqual(before)
    await chmod(file, 0o000)
    const unread = (await answersFor(file)).check.message
    expect(unread).toMatch(/cannot be (read|written): this user has no right to do that\.$/)
    await chmod(file, 0o666)
    await writeFile(`${file}.lock`, '')
    await chmod(`${file}.lock`, 0o444)
    const other = await answersFor(file)
    expect([other.check.code, other.append.code]).toEqual(['disk', 'disk'])
    expect(await readFile(file)).toEqual(before)
    await chmod(`${file}.lock`, 0o666)
    const fine = await answersFor(file)
    expect([fine.check.code, fine.append.code]).toEqual(['ok', 'ok'])
  },
)

test.skipIf(process.platform === 'win32')(
  'an append that finds no room leaves the ledger as it was',
  async () => {
    const folder = await temporaryFolder()
    const file = join(folder, 'promotions.jsonl')
    // No file may grow past 8 KiB: the write that crosses it comes back short, the next one fails.
    const limited = 'ulimit -f "$1" && shift && exec "$@"'
    const blocks = execFileSync(
      'sh',
      ['-c', 'ulimit -f 16; head -c 100000 /dev/zero > "$1"; wc -c < "$1"', 'sh', join(folder, 'probe')],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    )
    const perBlock = Number(blocks) / 16
    const args = [
      '-c',
      limited,
      'sh',
      `${8192 / perBlock}`,
      process.execPath,
      fileURLToPath(new URL('./appender.ts', import.meta.url)),
      file,
    ]
    const { stdout } = await run('sh', [...args, '14', 'intent'])
    const lines = stdout.trimEnd().split('\n')
    const written = lines.filter((line) => !line.startsWith('ERROR')).length
    expect(written).toBeGreaterThan(5)
    expect(written).toBeLessThan(14)
    for (const line of lines.slice(written)) {
      expect(JSON.parse(line.slice('ERROR '.length))).toMatchObject({
        code: 'disk',
        message: expect.stringContaining('no room left'),
      })
    }
    expect(await verifyFile(file)).toMatchObject({ ok: true, entries: written })
    const { stdout: outcome } = await run('sh', [...args, '1', 'outcome'])
    expect(outcome).toContain('is kept in')
    await openLedger(file, { clock: tickingClock() }).append(intentBody([]))
    expect(await verifyFile(file)).toMatchObject({ ok: true, entries: written + 2 })
    expect((await readdir(folder)).filter((name) => name.includes('kept'))).toEqual([])
  },
)

test.skipIf(!canMount())(
  'a disk with less than 1 MiB left is refused before anything is written (needs unshare)',
  async () => {
    const folder = await temporaryFolder()
    const disk = join(folder, 'disk')
    await mkdir(disk)
    const script = 'mount -t tmpfs -o size="$1" none "$2" && cd / && shift 2 && exec "$@"'
    const child = [
      process.execPath,
      fileURLToPath(new URL('./room-child.ts', import.meta.url)),
      join(disk, 'promotions.jsonl'),
    ]
    const answer = async (size: string) =>
      (await run('unshare', ['-rm', 'sh', '-c', script, 'sh', size, disk, ...child])).stdout
    expect(await answer('512k')).toBe('disk: there is no room left on its disk')
    expect(await answer('4m')).toBe('ok')
  },
)

test('a ledger whose folder is not there, or is a file, is refused', async () => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'file'), '')
  for (const path of ['none/promotions.jsonl', 'file/promotions.jsonl']) {
    const ledger = openLedger(join(folder, path), { clock: tickingClock() })
    await expect(ledger.checkWritable()).rejects.toMatchObject({ code: 'disk' })
    await expect(ledger.append(intentBody([]))).rejects.toMatchObject({ code: 'disk' })
  }
  expect(await readdir(folder)).toEqual(['file'])
})

test('a ledger that is no regular file is refused, and not opened', async () => {
  const folder = await temporaryFolder()
  const ledger = openLedger(folder, { clock: tickingClock() })
  await expect(ledger.checkWritable()).rejects.toMatchObject({
    code: 'disk',
    message: expect.stringContaining('no regular file'),
  })
  await expect(ledger.head()).rejects.toMatchObject({ code: 'disk' })
})
