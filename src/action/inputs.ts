import { resolve } from 'node:path'
import { type Problem, PromoteError } from '../support/errors.ts'
import { nearest } from '../support/nearest.ts'
import { type RegistryLogins, readRegistryLogins } from './registries.ts'

/** What the Action can be asked to do. */
export type ActionCommand = 'promote' | 'diff' | 'plan' | 'apply' | 'verify'

/** The inputs of one step, read and checked. */
export interface ActionInputs {
  readonly command: ActionCommand
  readonly from: string | undefined
  /** Of `verify`: the environment to read; undefined for all. */
  readonly to: string | undefined
  readonly images: readonly string[]
  /** Images that are left out: names, or globs of names. */
  readonly exclude: readonly string[]
  /** The tag of the one image that is given by its digest. */
  readonly tag: string | undefined
  /** The promotion file, as it was named. */
  readonly file: string | undefined
  /** Absolute path of the plan to write or to apply. */
  readonly planFile: string
  /** Of `apply`: the digest the plan must have, or its first hex digits; undefined leaves that open. */
  readonly planDigest: string | undefined
  readonly dryRun: boolean
  /** Whether floating tags go to what is promoted although the destination has a higher version. */
  readonly takesFloating: boolean
  /** Whether what can be promoted is promoted although something of the group cannot. */
  readonly keepGoing: boolean
  readonly failOnDifference: boolean
  /** Blobs at once; undefined leaves it to the promotion file. */
  readonly concurrency: number | undefined
  readonly registries: RegistryLogins
  readonly comment: boolean
  readonly token: string
  /** Absolute path of the folder to work in. */
  readonly folder: string
}

/** Where inputs come from. */
export interface InputSource {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absolute path of the folder that a relative `working-directory` starts from. */
  readonly workspace: string
  /** Told of every secret before anything else happens. */
  readonly mask: (secret: string) => void
}

const ALL = ['promote', 'diff', 'plan', 'apply', 'verify'] as const

/** Each input, and the commands it goes with. */
const INPUTS: Readonly<Record<string, readonly ActionCommand[]>> = {
  command: ALL,
  from: ['promote', 'diff', 'plan'],
  to: ['promote', 'diff', 'plan', 'verify'],
  images: ['promote', 'diff', 'plan', 'verify'],
  exclude: ['promote', 'diff', 'plan', 'verify'],
  tag: ['promote', 'diff', 'plan'],
  file: ALL,
  plan: ['promote', 'plan', 'apply'],
  'plan-digest': ['apply'],
  'dry-run': ['promote'],
  'take-floating': ['promote', 'plan'],
  'keep-going': ['promote', 'apply'],
  'fail-on-difference': ['diff'],
  concurrency: ['promote', 'plan', 'apply', 'verify'],
  registries: ALL,
  comment: ALL,
  'github-token': ALL,
  'working-directory': ALL,
}

/**
 * Reads the inputs of this step. A name that is not known, a value that cannot be read, and an input that its command
 * has no use for are refused, all at once: a misspelt `dry-run` must not promote.
 * @throws PromoteError `usage`
 */
export function readInputs({ env, workspace, mask }: InputSource): ActionInputs {
  const value = (name: string): string => (env[variableOf(name)] ?? '').trim()
  const token = value('github-token')
  if (token !== '') mask(token)
  const registries = readRegistryLogins(env[variableOf('registries')] ?? '', mask)

  const problems: Problem[] = unknownInputs(env)
  const command = commandOf(value('command'), problems)
  const flags = {
    dryRun: flagOf('dry-run', value('dry-run'), problems),
    takesFloating: flagOf('take-floating', value('take-floating'), problems),
    keepGoing: flagOf('keep-going', value('keep-going'), problems),
    failOnDifference: flagOf('fail-on-difference', value('fail-on-difference'), problems),
    comment: flagOf('comment', value('comment'), problems),
  }
  const given = Object.keys(INPUTS).filter((name) => !['', 'false'].includes(value(name).toLowerCase()))
  problems.push(...uselessInputs(command, given), ...missingInputs(command, given))
  const concurrency = concurrencyOf(value('concurrency'), problems)
  if (problems.length > 0) throw new PromoteError('usage', 'The inputs of this step are wrong.', { problems })

  const folder = resolve(workspace, value('working-directory'))
  return {
    command,
    ...flags,
    from: textOf(value('from')),
    to: textOf(value('to')),
    images: wordsOf(value('images')),
    exclude: wordsOf(value('exclude')),
    tag: textOf(value('tag')),
    file: textOf(value('file')),
    planFile: resolve(folder, textOf(value('plan')) ?? 'plan.json'),
    planDigest: textOf(value('plan-digest')),
    concurrency,
    registries,
    token,
    folder,
  }
}

/** The environment variable in which a runner passes an input. */
function variableOf(input: string): string {
  return `INPUT_${input.toUpperCase()}`
}

function unknownInputs(env: InputSource['env']): Problem[] {
  const known = Object.keys(INPUTS)
  return Object.keys(env)
    .filter((name) => name.startsWith('INPUT_'))
    .map((name) => name.slice('INPUT_'.length).toLowerCase())
    .filter((name) => !known.includes(name))
    .map((name) => {
      const [near] = nearest(name, known)
      const hint = near === undefined ? `There are: ${known.join(', ')}.` : `Did you mean ${near}?`
      return { message: `There is no input ${JSON.stringify(name)}.`, hint }
    })
}

function commandOf(text: string, problems: Problem[]): ActionCommand {
  const command = ALL.find((name) => name === (text === '' ? 'promote' : text))
  if (command !== undefined) return command
  problems.push({
    message: `The command ${JSON.stringify(text)} is not known.`,
    hint: `It is one of ${ALL.join(', ')}.`,
  })
  return 'promote'
}

function flagOf(name: string, text: string, problems: Problem[]): boolean {
  const lower = text.toLowerCase()
  if (lower !== '' && lower !== 'true' && lower !== 'false')
    problems.push({ message: `${name} is true or false, not ${JSON.stringify(text)}.` })
  return lower === 'true'
}

function concurrencyOf(text: string, problems: Problem[]): number | undefined {
  if (text === '') return undefined
  const number = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (number >= 1 && number <= 256) return number
  problems.push({ message: `concurrency is a whole number from 1 to 256, not ${JSON.stringify(text)}.` })
  return undefined
}

function uselessInputs(command: ActionCommand, given: readonly string[]): Problem[] {
  return given
    .filter((name) => !INPUTS[name]?.includes(command))
    .map((name) => ({
      message: `${name} has no meaning for the command ${command}.`,
      hint: `It goes with ${INPUTS[name]?.join(', ')}.`,
    }))
}

function missingInputs(command: ActionCommand, given: readonly string[]): Problem[] {
  const lacks = (name: string): boolean => !given.includes(name)
  switch (command) {
    case 'promote':
    case 'plan':
      return ['from', 'to'].filter(lacks).map((name) => ({ message: `${command} needs the input ${name}.` }))
    case 'diff':
      return lacks('from') === lacks('to') ? [] : [{ message: 'diff needs both from and to, or neither.' }]
    case 'apply':
      return lacks('plan') ? [{ message: 'apply needs the input plan: the file that plan wrote.' }] : []
    case 'verify':
      return []
    default:
      return command satisfies never
  }
}

function textOf(text: string): string | undefined {
  return text === '' ? undefined : text
}

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '')
}
