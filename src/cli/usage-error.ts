import { PromoteError } from '../support/errors.ts'

interface OclifError extends Error {
  readonly oclif?: { readonly exit?: number }
  readonly parse?: unknown
  readonly flags?: readonly string[]
}

/**
 * What oclif's parser throws, as a usage error; undefined for anything else. The words after a flag are not repeated:
 * one of them may be a secret.
 */
export function toUsageError(thrown: Error): PromoteError | undefined {
  if (thrown instanceof PromoteError) return undefined
  const { oclif, parse } = thrown as OclifError
  if (oclif === undefined && parse === undefined) return undefined
  const [first = 'The command line is wrong.'] = thrown.message
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(See more help|The following error)/.test(line))
  const sentence = first.endsWith('.') ? first : `${first}.`
  return new PromoteError('usage', sentence, {
    hint: 'See --help for the flags of this command.',
    cause: thrown,
  })
}
