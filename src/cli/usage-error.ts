import { PromoteError } from '../support/errors.ts'

interface OclifError extends Error {
  readonly oclif?: { readonly exit?: number }
  readonly parse?: unknown
  /** Of an error about flags that do not exist: as they were written, values and all. */
  readonly flags?: readonly string[]
  /** Of an error about arguments: those that were not expected. */
  readonly args?: readonly unknown[]
}

/**
 * What oclif's parser throws, as a usage error; undefined for anything else. Words that the command line had no place
 * for are not repeated: one of them may be a password.
 */
export function toUsageError(thrown: Error): PromoteError | undefined {
  if (thrown instanceof PromoteError) return undefined
  const { oclif, parse } = thrown as OclifError
  if (oclif === undefined && parse === undefined) return undefined
  return new PromoteError('usage', sentenceOf(thrown), {
    hint: 'See --help for the flags of this command.',
    cause: thrown,
  })
}

function sentenceOf(thrown: OclifError): string {
  if (thrown.message.startsWith('Nonexistent flag')) {
    const names = (thrown.flags ?? []).map((flag) => flag.split('=', 1)[0])
    return `There is no flag ${names.join(' or ')}.`
  }
  if (thrown.message.startsWith('Unexpected argument')) {
    const { length } = thrown.args ?? []
    return length === 1 ? 'There is one argument too many.' : `There are ${length} arguments too many.`
  }
  const [first = 'The command line is wrong.', second = ''] = thrown.message
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(See more help|The following error)/.test(line))
  if (first.startsWith('Missing'))
    return `${first.replace(/:$/, '')}: ${second.split(/\s/, 1)[0]?.toUpperCase()}.`
  return first.endsWith('.') ? first : `${first}.`
}
