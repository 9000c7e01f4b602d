import { spawn } from 'node:child_process'
import { chmod, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { openLedger } from '../../../src/ledger/file/file-ledger.ts'
import { systemClock } from '../../../src/support/clock.ts'
import { temporaryFolder } from '../workplace.ts'

const TAG = 'registry.example.com/prod/api:1.0'
const notice = { actor: 'a', ci: null, since: '', process: 1, from: 'test', to: 'prod', tags: [TAG] }

/** A ledger that everybody may write to, and a run beside it. */
async function scene() {
  const folder = await temporaryFolder()
  await chmod(folder, 0o777)
  const file = join(folder, 'promotions.jsonl')
  for (const path of [file, `${file}.lock`]) {
    await writeFile(path, '')
    await chmod(path, 0o666)
  }
  const run = await openLedger(file, { clock: systemClock }).begin(notice)
  if (run.kind !== 'begun') throw new Error('nothing else runs here')
  const files = (await readdir(folder)).filter((name) => name.includes('.run-'))
  return { file, run, files: files.map((name) => join(folder, name)) }
}

test.skipIf(process.platform === 'win32')(
  'a run whose lock another user may only read is seen, and waited for until it ends',
  async () => {
    const { file, run, files } = await scene()
    for (const path of files) await chmod(path, 0o444)
    const child = spawn(process.execPath, [
      fileURLToPath(new URL('./another-user-child.ts', import.meta.url)),
      file,
      TAG,
    ])
    onTestFinished(() => void child.kill())
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    expect(JSON.parse((await lines.next()).value ?? '{}')).toEqual({ begun: 'busy', underWay: ['a'] })
    await run.end()
    expect(JSON.parse((await lines.next()).value ?? '{}')).toEqual({ ended: true })
  },
)

test.skipIf(process.platform === 'win32')('who may write the ledger may look at the run', async () => {
  const { run, files } = await scene()
  onTestFinished(run.end)
  expect(files).toHaveLength(2)
  for (const path of files) expect((await stat(path)).mode & 0o777).toBe(0o666)
})
