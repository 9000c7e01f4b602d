import { PromoteError } from '../support/errors.ts'
import { nearest } from '../support/nearest.ts'

interface OclifError extends Error {
  readonly oclif?: { readonly exit?: number }
  readonly parse?: unknown
  /** For an error about flags that do not exist: the flags as written, with their values. */
  readonly flags?: readonly string[]
  /** For an error about arguments: those that were not expected. */
  readonly args?: readonly unknown[]
}

/** What a sentence about a command's flags needs to know of them, by name. */
type KnownFlags = Readonly<Record<string, { readonly char?: string; readonly helpValue?: string | string[] }>>

/**
 * What oclif's parser throws, as a usage error; undefined for anything else. Words that the command line had no place
 * for are not repeated: one of them may be a password.
 * @param command what it is called by: `promote ledger show`
 */
export function toUsageError(thrown: Error, known: KnownFlags, command: string): PromoteError | undefined {
  if (thrown instanceof PromoteError) return undefined
  const { oclif, parse } = thrown as OclifError
  if (oclif === undefined && parse === undefined) return undefined
  // The parser's own error is no cause to show: it repeats the words, under --debug too.
  return new PromoteError('usage', sentenceOf(thrown, known), {
    hint: `See: ${command} --help`,
  })
}

function sentenceOf(thrown: OclifError, known: KnownFlags): string {
  if (thrown.message.startsWith('Nonexistent flag')) {
    const names = (thrown.flags ?? []).map(nameOf)
    const near = names.length === 1 ? nearest(names[0] ?? '', flagsOf(known), 2).join(' or ') : ''
    return `There is no flag ${names.join(' or ')}.${near === '' ? '' : ` Did you mean ${near}?`}`
  }
  if (thrown.message.startsWith('Unexpected argument')) {
    const { length } = thrown.args ?? []
    return length === 1 ? 'There is one argument too many.' : `There are ${length} arguments too many.`
  }
  const missing = /Missing required flag (\S+)/.exec(thrown.message)?.[1]
  if (missing !== undefined) return `The flag ${flagText(missing, known)} is needed.`
  const [first = 'The command line is wrong.', second = ''] = thrown.message
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(See more help|The following error)/.test(line))
  if (first.startsWith('Missing')) return `The argument ${second.split(/\s/, 1)[0]?.toUpperCase()} is needed.`
  const parsed = /^Parsing (--\S+)/.exec(first)?.[1]
  if (parsed !== undefined && second.startsWith('Expected '))
    return `${parsed} takes ${second.slice('Expected '.length).split(' but received: ', 1)[0]}.`
  return first.endsWith('.') ? first : `${first}.`
}

/** What a flag is called, without the value that is written onto it: `--name=value`, `-nvalue`. */
function nameOf(flag: string): string {
  return flag.startsWith('--') ? (flag.split('=', 1)[0] ?? '') : flag.slice(0, 2)
}

function flagsOf(known: KnownFlags): readonly string[] {
  return [...Object.keys(known), 'json', 'help'].map((name) => `--${name}`)
}

/** `-o FILE (--output)`. */
function flagText(name: string, known: KnownFlags): string {
  const { char, helpValue } = known[name] ?? {}
  const value = typeof helpValue === 'string' ? ` ${helpValue}` : ''
  return char === undefined ? `--${name}${value}` : `-${char}${value} (--${name})`
}
