import { writeReason } from '../support/system-error.ts'

/**
 * Lets a run go on to its end when nobody can read what it says: a reader that closed its pipe (`| head`) must not end
 * a promotion half-way. A closed pipe is no failure; a result that stdout cannot take for any other reason is said on
 * stderr, and the run then ends with exit code 1 at least.
 */
export function watchOutput(run: NodeJS.Process): void {
  let lost = false
  // oclif has a listener that throws, which would end the process.
  run.stdout.removeAllListeners('error')
  run.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || lost) return
    lost = true
    run.stderr.write(`✖ The result could not be written to stdout: ${writeReason(error)}.\n`)
  })
  run.stderr.on('error', () => {})
  run.once('exit', () => {
    if (lost) run.exitCode ||= 1
  })
}
