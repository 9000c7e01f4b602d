// npm run check: everything about the sources that needs no test run. Prints a line for each check
// and the output of those that fail.
import { spawn } from 'node:child_process'
import process from 'node:process'
import { ensureReady, main, root, toolEnvironment } from './setup.mjs'

/** What a person calls a check, and the npm script that does it. */
const checks = [
  ['types', 'check:types'],
  ['lint', 'check:lint'],
  ['boundaries', 'check:boundaries'],
  ['dead code', 'check:dead'],
  ['generated files', 'check:generated'],
]

await main(async () => {
  await ensureReady()
  const results = await Promise.all(checks.map(([name, script]) => check(name, script)))
  for (const { name, exit, output } of results) {
    if (exit !== 0) process.stdout.write(`\n--- ${name}\n${output.trimEnd()}\n`)
  }
  const failed = results.filter(({ exit }) => exit !== 0).map(({ name }) => name)
  process.stdout.write(failed.length === 0 ? 'check: all well\n' : `\ncheck: failed: ${failed.join(', ')}\n`)
  return failed.length === 0 ? 0 : 1
})

/** Runs one check and prints its line when it ends. */
async function check(name, script) {
  const started = performance.now()
  const child = spawn('npm', ['run', '--silent', script], { cwd: root, env: toolEnvironment() })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      output += chunk
    })
  }
  const exit = await new Promise((resolve) => {
    child.on('error', (error) => {
      output += error.message
      resolve(1)
    })
    child.on('close', (code) => resolve(code ?? 1))
  })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  process.stdout.write(`${exit === 0 ? 'ok  ' : 'FAIL'}  ${name} (${seconds} s)\n`)
  return { name, exit, output }
}
