import { PromoteError } from '../../support/errors.ts'

/** A line's template with the names in it that were found there. */
export interface LineTemplate {
  /** Whether a table with a head was asked for: cells are what tabs part. */
  readonly isTable: boolean
  readonly render: (values: Readonly<Record<string, string>>) => string
}

const ACTION = /\{\{([^{}]*)\}\}/g
const FIELD = /^(?:(json|upper|lower)\s+)?\.(\w*)$/

/**
 * Reads the part of Go's templates that `--format` of docker is used with: `{{.Name}}`, `{{json .}}`, `{{json .Name}}`,
 * `{{upper .Name}}`, `{{lower .Name}}`, `\t` and `\n`, and `table` before it.
 * @throws PromoteError `usage` for anything else
 */
export function lineTemplate(format: string, fields: readonly string[]): LineTemplate {
  const isTable = /^table(?:\s|$)/.test(format)
  const body = (isTable ? format.replace(/^table\s*/, '') : format)
    .replaceAll('\\t', '\t')
    .replaceAll('\\n', '\n')
  for (const [whole, action = ''] of body.matchAll(ACTION)) check(whole, trimmed(action), fields)
  const rest = body.replace(ACTION, '')
  if (rest.includes('{{') || rest.includes('}}')) throw refusal(body, fields)
  return {
    isTable,
    render: (values) =>
      body.replace(ACTION, (_whole, action: string) => {
        const [, verb, name = ''] = FIELD.exec(trimmed(action)) ?? []
        return fieldText(verb, name, values)
      }),
  }
}

/** Without the spaces around it and the dashes that trim what stands beside it. */
function trimmed(action: string): string {
  const inner = action.startsWith('-') ? action.slice(1) : action
  return (inner.endsWith('-') ? inner.slice(0, -1) : inner).trim()
}

function check(whole: string, action: string, fields: readonly string[]): void {
  const [, verb, name] = FIELD.exec(action) ?? []
  const isKnown = name !== undefined && (name === '' ? verb === 'json' : fields.includes(name))
  if (!isKnown) throw refusal(whole, fields)
}

function fieldText(verb: string | undefined, name: string, values: Readonly<Record<string, string>>): string {
  const value = values[name] ?? ''
  switch (verb) {
    case 'json':
      return JSON.stringify(name === '' ? values : value)
    case 'upper':
      return value.toUpperCase()
    case 'lower':
      return value.toLowerCase()
    default:
      return value
  }
}

function refusal(text: string, fields: readonly string[]): PromoteError {
  return new PromoteError('usage', `--format does not know "${text}".`, {
    hint: `There are ${fields.map((field) => `{{.${field}}}`).join(', ')}, {{json .}} and "table" before them.`,
  })
}
