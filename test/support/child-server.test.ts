import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { startChildServer } from './child-server.ts'

const server = `
  const server = require('node:http').createServer().listen(0, '127.0.0.1', () => {
    console.log('pid ' + process.pid)
    console.log('listening on 127.0.0.1:' + server.address().port)
  })`

test('a server that does not watch its standard input ends with close', async () => {
  const child = await startChildServer(process.execPath, ['-e', server], { isTethered: false })
  await child.close()
  await expect(fetch(`http://${child.host}/`)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
})

test('a server ends with the process that started it, even a killed one', async () => {
  const support = path.join(import.meta.dirname, 'child-server.ts')
  const owner = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    `import { startChildServer } from ${JSON.stringify(support)}
     const { host } = await startChildServer(process.execPath, ['-e', ${JSON.stringify(server)}], { isTethered: false })
     console.log(host)`,
  ])
  const [host] = (await once(createInterface(owner.stdout), 'line')) as [string]
  expect(host).toMatch(/^127\.0\.0\.1:\d+$/)
  owner.kill('SIGKILL')
  await once(owner, 'close')
  await refused(host)
})

test('a server that ends before it listens says why', async () => {
  const broken = startChildServer(process.execPath, ['-e', `console.error('no room'); process.exit(3)`])
  await expect(broken).rejects.toThrow(/ended before it listened:\nno room/)
})

/** Returns when nothing answers there any more; the test's own time limit ends the wait. */
async function refused(host: string): Promise<void> {
  for (;;) {
    const answered = await fetch(`http://${host}/`, { signal: AbortSignal.timeout(100) }).catch(
      (error) => error,
    )
    if (answered?.cause?.code === 'ECONNREFUSED') return
  }
}
