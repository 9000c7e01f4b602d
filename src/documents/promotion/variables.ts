import type { Path } from '../pointer.ts'
import type { Draft } from './draft.ts'

/** The environment of the process, as `process.env` has it. */
export type ProcessEnvironment = Readonly<Record<string, string | undefined>>

/** What a text with `${VAR}` in it becomes, and what is wrong with it. */
export interface FilledText {
  readonly text: string
  readonly faults: readonly { readonly part: string; readonly message: string; readonly hint: string }[]
}

const VARIABLE = /\$\{([^}]*)\}?/g
const OPENING = '${'
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

/**
 * Fills every `${VAR}`. One that is unset or empty is a fault: CI systems pass unset variables as empty text.
 * Braces in a value are a fault too: a value is never a template. Values are not repeated in messages.
 */
export function fillVariables(text: string, env: ProcessEnvironment): FilledText {
  const faults: { part: string; message: string; hint: string }[] = []
  const filled = text.replaceAll(VARIABLE, (part: string, name: string) => {
    const fault = faultOf(part, name, env)
    if (fault === undefined) return env[name] ?? ''
    faults.push({ part, ...fault })
    return ''
  })
  return { text: filled, faults }
}

/** The text with every `${VAR}` replaced by as many letters, so that template variables keep their positions. */
export function coverVariables(text: string): string {
  return text.replaceAll(VARIABLE, (part: string) => 'x'.repeat(part.length))
}

/** The pieces of a text: each `${VAR}` as it is written, and what stands between. */
export function splitAtVariables(
  text: string,
): readonly { readonly isVariable: boolean; readonly text: string }[] {
  return text.split(/(\$\{[^}]*\}?)/).map((piece, index) => ({ isVariable: index % 2 === 1, text: piece }))
}

function faultOf(
  part: string,
  name: string,
  env: ProcessEnvironment,
): { readonly message: string; readonly hint: string } | undefined {
  if (!part.endsWith('}')) return { message: `"${part}" lacks its closing brace.`, hint: `Write \${NAME}.` }
  if (!NAME.test(name)) {
    return {
      message: `"${part}" is not a variable of the environment.`,
      hint: `Write \${NAME}, with letters, digits and "_"; there are no defaults or other operators.`,
    }
  }
  const value = env[name]
  if (value === undefined || value === '') {
    const state = value === undefined ? 'not set' : 'empty'
    return {
      message: `The environment variable ${name} is ${state}.`,
      hint: `Set ${name}, or write the value here.`,
    }
  }
  if (/[{}\p{Cc}]/u.test(value)) {
    return {
      message: `The environment variable ${name} holds a brace or a control character.`,
      hint: 'It can hold part of a host name or a path only.',
    }
  }
  return undefined
}

/** What may hold `${VAR}` of a registry. */
const OF_REGISTRIES = new Set<Path[number]>(['caFile', 'clientCert', 'clientKey', 'mirrors'])

/** What may hold `${VAR}` below `attest` of an environment. */
const OF_ATTEST = new Set<Path[number]>(['key', 'summaryKey'])

/** What may hold `${VAR}` below the gates of an environment. */
const OF_GATES = new Set<Path[number]>(['key', 'trustedRoot', 'allowedSigners', 'revoked', 'file'])

/** True for the values that may hold `${VAR}`: those that name hosts and paths. */
function mayHoldVariables(path: Path): boolean {
  const [top, second, third, fourth] = path
  if (top === 'environments' && third === 'attest') return OF_ATTEST.has(fourth ?? '')
  if (top === 'environments' && third === 'gates') return OF_GATES.has(path.at(-1) ?? '')
  if (top === 'environments') return third === 'repository' && path.length === 3
  if (top === 'images') return third === 'repository' && fourth !== undefined && path.length === 4
  if (top === 'registries') return third !== undefined && OF_REGISTRIES.has(third)
  return top === 'ledger' && second === 'file'
}

/** Fills `${VAR}` throughout a draft, except in keys. A variable where none can stand is reported. */
export function fillDraft(draft: Draft, env: ProcessEnvironment): void {
  for (const path of textsOf(draft, [])) {
    const text = draft.text(path)
    if (text === undefined || !text.includes(OPENING)) continue
    if (!mayHoldVariables(path)) {
      draft.report(path, `A \${VAR} cannot stand here.`, {
        part: OPENING,
        hint: 'It can stand in repositories, in hosts under registries, and in file paths.',
      })
      continue
    }
    const { text: filled, faults } = fillVariables(text, env)
    for (const { message, hint, part } of faults) draft.report(path, message, { hint, part })
    draft.fill(path, filled)
  }
}

function textsOf(draft: Draft, path: Path): readonly Path[] {
  const inner = [...draft.items(path), ...draft.keys(path).map((key) => [...path, key])]
  return inner.length === 0 ? [path] : inner.flatMap((one) => textsOf(draft, one))
}
