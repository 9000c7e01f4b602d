import { PromoteError } from '../../support/errors.ts'

/** Characters of a secret; a key file in JSON has some 2,400. */
const LONGEST = 64 * 1024

/**
 * All of the input, without one line end behind it: what `--password-stdin` gives, as docker reads it.
 * @throws PromoteError `usage` when it is too long to be a secret, and the signal's reason
 */
export async function readSecret(input: NodeJS.ReadStream, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted()
  let text = ''
  const onAbort = (): void => void input.destroy()
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    input.setEncoding('utf8')
    for await (const chunk of input) {
      text += chunk
      if (text.length > LONGEST)
        throw new PromoteError('usage', 'What comes on stdin is too long for a password.')
    }
  } catch (error) {
    // Input that is left before its end says no more than that.
    signal.throwIfAborted()
    throw error
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
  signal.throwIfAborted()
  return text.replace(/\r?\n$/, '')
}
