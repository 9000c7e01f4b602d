import { relative, resolve } from 'node:path'
import type { PromotionConfig } from '../model/config.ts'
import type { PromotionResult } from '../model/result.ts'
import { gapTexts } from '../report/words/gaps.ts'
import type { PromoteError } from '../support/errors.ts'
import { printableText } from '../support/printable.ts'
import type { Performed } from './perform.ts'

/** One message of a run, with the place in the promotion file it is about, where there is one. */
export interface Annotation {
  readonly level: 'error' | 'warning'
  readonly message: string
  /** Path from the workspace. */
  readonly file?: string
  /** Counted from 1. */
  readonly line?: number
  readonly column?: number
}

/** Where paths start: those of messages in `folder`, those of annotations in `workspace`. */
export interface Places {
  readonly folder: string
  readonly workspace: string
  /** The promotion file, where it could be read. */
  readonly config: PromotionConfig | undefined
}

/** An error as annotations: each of its problems where it stands, else the error itself. */
export function errorAnnotations(error: PromoteError, places: Places): readonly Annotation[] {
  const { image, hint, problems = [] } = error.details
  if (problems.length === 0) {
    return [
      annotation('error', sentence(image ?? null, error.message, hint), keyOf(image, error.code), places),
    ]
  }
  return problems.map(({ message, file, line, column, hint: own }) => ({
    level: 'error',
    message: sentence(null, message, own),
    ...(file === undefined ? {} : { file: relative(places.workspace, resolve(places.folder, file)) }),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
  }))
}

/** What went wrong in a step that ended by itself, as annotations. */
export function performedAnnotations(performed: Performed, places: Places): readonly Annotation[] {
  switch (performed.kind) {
    case 'promotion':
    case 'plan':
      return resultAnnotations(performed.result, places)
    case 'diff':
      return gapTexts(performed.report.gaps, performed.report.rows.length).map(({ text, hint }) =>
        annotation('error', sentence(null, text, hint), undefined, places),
      )
    case 'verify':
      return performed.report.findings
        .filter(({ state }) => state !== 'ok')
        .map(({ image, environment, state, message }) =>
          annotation(
            'error',
            sentence(image, message ?? `${state} in ${environment}.`, undefined),
            keyOf(image, state),
            places,
          ),
        )
    default:
      return performed satisfies never
  }
}

function resultAnnotations(result: PromotionResult, places: Places): readonly Annotation[] {
  const failures = result.failures.map(({ image, code, message, hint }) =>
    annotation(
      'error',
      sentence(image, message, hint),
      code === 'immutable' ? { environment: result.to, key: 'immutable' } : keyOf(image ?? undefined, code),
      places,
    ),
  )
  const warnings = [...new Set([...result.plan.warnings, ...result.warnings])].map(
    (message): Annotation => ({ level: 'warning', message: printableText(message) }),
  )
  return [...failures, ...warnings]
}

/** What of the promotion file a message is about. */
type Key =
  | { readonly environment: string; readonly key: string }
  | { readonly image: string; readonly key: string }
  | undefined

function keyOf(image: string | undefined, code: string): Key {
  if (image === undefined) return undefined
  return { image, key: code === 'not-found' ? 'select' : 'name' }
}

function annotation(level: Annotation['level'], message: string, key: Key, places: Places): Annotation {
  const { config, workspace } = places
  const position = config === undefined || key === undefined ? undefined : positionOf(config, key)
  if (config === undefined || position === undefined) return { level, message }
  return { level, message, file: relative(workspace, config.file), ...position }
}

function positionOf(config: PromotionConfig, key: NonNullable<Key>): ReturnType<PromotionConfig['position']> {
  const list = 'image' in key ? 'images' : 'environments'
  const name = 'image' in key ? key.image : key.environment
  const index = config[list].findIndex((one) => one.name === name)
  return config.position(`${list}.${index}.${key.key}`) ?? config.position(`${list}.${index}`)
}

function sentence(image: string | null, message: string, hint: string | undefined): string {
  const text = `${image === null ? '' : `${image}: `}${message}${hint === undefined ? '' : ` ${hint}`}`
  return printableText(text)
}
