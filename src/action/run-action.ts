import { existsSync, statSync } from 'node:fs'
import { relative } from 'node:path'
import * as core from '@actions/core'
import { awaitsApproval } from '../model/approvals/awaits.ts'
import type { PromotionConfig } from '../model/config.ts'
import type { ProgressListener } from '../model/progress.ts'
import { cutMarkdown } from '../report/markdown/cut.ts'
import { errorMarkdown } from '../report/markdown/error.ts'
import type { RenderOptions } from '../report/options.ts'
import { plainProgress } from '../report/progress/plain.ts'
import { errorText } from '../report/text/error.ts'
import { exitCodeOf, PromoteError, toPromoteError } from '../support/errors.ts'
import { printableLines, printableText } from '../support/printable.ts'
import { watchSignals } from '../support/process/signals.ts'
import { loadConfig, locatePromotionFile } from '../wiring/promotion.ts'
import type { Surroundings } from '../wiring/surroundings.ts'
import { type Annotation, errorAnnotations, performedAnnotations } from './annotations.ts'
import { fileEnvironment } from './file-environment.ts'
import { type ActionInputs, readInputs } from './inputs.ts'
import { NO_OUTPUTS, outputsOf } from './outputs.ts'
import { type Performed, perform } from './perform.ts'
import { dockerAuthConfig } from './registries.ts'
import { performedMarkdown, performedText } from './reports.ts'
import { requireWorkingFolder } from './working-folder.ts'

/** Bytes GitHub keeps of a step's summary. */
const MAX_SUMMARY_BYTES = 1024 * 1024

/** Bytes of a comment; GitHub takes 65,536 characters, the marker among them. */
const MAX_COMMENT_BYTES = 64_000

type Environment = Readonly<Record<string, string | undefined>>

/** What is reported about a run, however it ended. */
interface Telling {
  readonly exitCode: number
  readonly text: string
  readonly markdown: string
  readonly outputs: Readonly<Record<string, string>>
  readonly annotations: readonly Annotation[]
}

/**
 * One step of a workflow: reads its inputs, does what they ask for, and reports it where people look: the log, the
 * annotations, the outputs, the summary, and a comment where one is wanted. Never throws.
 * @returns the exit code, by the table of the command line
 */
export async function runAction(env: Environment, version: string): Promise<number> {
  using watch = watchSignals(process, (code) => process.exit(code))
  const progress = plainProgress((line) => core.info(printableLines(line)))
  const workspace = env.GITHUB_WORKSPACE || process.cwd()
  let inputs: ActionInputs | undefined
  let config: PromotionConfig | undefined
  let telling: Telling
  try {
    inputs = readInputs({ env, workspace, mask: core.setSecret })
    for (const line of inputs.registries.anonymous)
      core.warning(
        `Line ${line} of registries has no user name and password: that registry is asked without.`,
        {
          title: 'promote',
        },
      )
    await requireWorkingFolder(inputs.folder)
    const surroundings = surroundingsOf(inputs, env, version, {
      signal: watch.signal,
      progress: progress.listener,
    })
    const file = await locatePromotionFile(inputs.file, inputs.folder)
    config = await loadConfig(file, { ...surroundings, env: fileEnvironment(env) })
    const performed = await perform(inputs, config, surroundings)
    telling = tellingOf(performed, { folder: inputs.folder, workspace, config })
  } catch (thrown) {
    const folder = inputs?.folder ?? workspace
    telling = tellingOfError(toPromoteError(thrown), { folder, workspace, config })
  }
  progress.finish()
  await tell(telling, env)
  if (inputs?.comment === true)
    await comment(telling, inputs, { env, workspace, version, signal: watch.signal })
  return watch.exitCode() ?? telling.exitCode
}

function surroundingsOf(
  inputs: ActionInputs,
  env: Environment,
  version: string,
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: ProgressListener },
): Surroundings {
  const logins = dockerAuthConfig(env.DOCKER_AUTH_CONFIG, inputs.registries.logins)
  return {
    cwd: inputs.folder,
    env: logins === undefined ? env : { ...env, DOCKER_AUTH_CONFIG: logins },
    signal,
    version,
    progress,
    ...(core.isDebug() ? { onRequest: (line: string) => core.debug(printableText(line)) } : {}),
  }
}

function tellingOf(performed: Performed, places: Parameters<typeof performedAnnotations>[1]): Telling {
  return {
    exitCode: exitCodeOfStep(performed),
    text: performedText(performed, drawing()),
    markdown: performedMarkdown(performed),
    outputs: { ...outputsOf(performed, places.workspace) },
    annotations: performedAnnotations(performed, places),
  }
}

/** A plan that is saved to be approved is what was asked for. */
function exitCodeOfStep(performed: Performed): number {
  if (!('result' in performed)) return performed.exitCode
  const isForPeople = performed.kind === 'plan' && awaitsApproval(performed.result) === 'alone'
  return isForPeople ? 0 : performed.result.exitCode
}

function tellingOfError(error: PromoteError, places: Parameters<typeof errorAnnotations>[1]): Telling {
  return {
    exitCode: exitCodeOf(error.code),
    text: errorText(error, drawing()),
    markdown: errorMarkdown(error),
    outputs: { ...NO_OUTPUTS },
    annotations: errorAnnotations(error, places),
  }
}

function drawing(): RenderOptions {
  return {
    color: false,
    width: 120,
    now: new Date(),
  }
}

async function tell({ text, markdown, outputs, annotations }: Telling, env: Environment): Promise<void> {
  core.info(printableLines(text.trimEnd()))
  for (const { level, message, file, line, column } of annotations) {
    const show = level === 'error' ? core.error : core.warning
    show(message, {
      title: 'promote',
      ...(file === undefined ? {} : { file }),
      ...(line === undefined ? {} : { startLine: line }),
      ...(column === undefined ? {} : { startColumn: column }),
    })
  }
  for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value)
  const file = env.GITHUB_STEP_SUMMARY
  if (file === undefined || file === '' || !existsSync(file)) return
  // Steps inside a composite action share one file.
  const room = MAX_SUMMARY_BYTES - statSync(file).size - 1
  await core.summary.addRaw(cutMarkdown(markdown, room, 'see the log of this step.'), true).write()
}

interface CommentSurroundings {
  readonly env: Environment
  readonly workspace: string
  readonly version: string
  readonly signal: AbortSignal
}

/** Puts the report on the pull request; one that cannot be put there is a warning, and the run ends as it would. */
async function comment(telling: Telling, inputs: ActionInputs, around: CommentSurroundings): Promise<void> {
  const { env, workspace, version, signal } = around
  const [{ pullRequestNumber }, { putComment }] = await Promise.all([
    import('./pull-request.ts'),
    import('./comment.ts'),
  ])
  const number = await pullRequestNumber(env.GITHUB_EVENT_PATH)
  if (number === undefined) {
    core.notice('No comment: this run belongs to no pull request.', { title: 'promote' })
    return
  }
  const { GITHUB_API_URL: apiUrl = 'https://api.github.com', GITHUB_REPOSITORY: repository = '' } = env
  try {
    if (inputs.token === '')
      throw new PromoteError('forbidden', 'No comment: the input github-token is empty.')
    const body = cutMarkdown(telling.markdown, MAX_COMMENT_BYTES, 'see the summary of the run.')
    const place = { apiUrl, repository, number, token: inputs.token, userAgent: `promote/${version}` }
    const done = await putComment(place, { marker: markerOf(inputs, workspace), body }, signal)
    core.info(`The comment on pull request ${number} was ${done}.`)
  } catch (thrown) {
    const { message, details } = toPromoteError(thrown)
    core.warning(printableText(`${message}${details.hint === undefined ? '' : ` ${details.hint}`}`), {
      title: 'promote',
    })
  }
}

/** Steps that do the same with the same file share a comment; others have their own. */
function markerOf(inputs: ActionInputs, workspace: string): string {
  const { command, from = '', to = '', folder, file = '' } = inputs
  const key = [command, from, to, relative(workspace, folder), file].map(encodeURIComponent).join(' ')
  // A comment in HTML ends at two dashes.
  return `<!-- promote: ${key.replaceAll('-', '%2D')} -->`
}
