import { Command } from '@oclif/core/command'
import type { Config } from '@oclif/core/config'
import * as Flags from '@oclif/core/flags'
import type { ProgressListener } from '../../model/progress.ts'
import { errorJson } from '../../report/error-json.ts'
import { errorMarkdown } from '../../report/markdown/error.ts'
import type { RenderOptions } from '../../report/options.ts'
import { errorText } from '../../report/text/error.ts'
import { wrapProse } from '../../report/text/wrap.ts'
import { exitCodeOf, PromoteError, toPromoteError } from '../../support/errors.ts'
import { printableText } from '../../support/printable.ts'
import { type SignalWatch, watchSignals } from '../../support/process/signals.ts'
import type { Surroundings } from '../../wiring/surroundings.ts'
import { flagValue } from '../arguments/flag-value.ts'
import { watchOutput } from '../lost-output.ts'
import { writeJson, writeText } from '../output.ts'
import { type OwnFile, refuseOwnFiles } from '../own-files.ts'
import { checkReportFile, writeReportFile } from '../report-file.ts'
import { ROOT_COMMAND_ID } from '../routing/root-command.ts'
import { renderOptions } from '../terminal.ts'
import { toUsageError } from '../usage-error.ts'

/** Flags of every command. */
export interface CommonFlags {
  readonly 'no-color': boolean
  readonly quiet: boolean
  readonly debug: boolean
}

/**
 * What all commands share: the common flags, the run's signals, and how results and errors are written: results on
 * stdout, errors on stderr as a sentence and what to try, or as one JSON document on stdout under `--json`; exit codes
 * by the table in the README.
 */
export abstract class PromoteCommand extends Command {
  static override enableJsonFlag = true
  static override baseFlags = {
    'no-color': Flags.boolean({ helpGroup: 'GLOBAL', summary: 'No colours; so does NO_COLOR.' }),
    quiet: Flags.boolean({
      char: 'q',
      helpGroup: 'GLOBAL',
      summary: 'No progress; errors and results only.',
    }),
    debug: Flags.boolean({
      helpGroup: 'GLOBAL',
      summary: 'Show each request (secrets removed), and stack traces of errors.',
    }),
  }

  #watch: SignalWatch | undefined
  #isReportRefused = false

  /**
   * Runs the command. Unlike oclif's own `run` it takes the configuration as it is, instead of loading it once more.
   * @param id the command's id: `ledger:verify`
   */
  static async start(id: string, argv: readonly string[], config: Config): Promise<void> {
    watchOutput(process)
    // biome-ignore lint/complexity/noThisInStatic: the subclass that it is called on is what has to be run
    const command = Reflect.construct(this, [[...argv], config]) as PromoteCommand
    command.id = id
    command.ctor.id = id
    await command._run()
  }

  /** Aborts when a signal asks the run to stop. */
  protected get stop(): AbortSignal {
    this.#watch ??= watchSignals(process, (code) => {
      if (this.lastWords !== undefined) writeText(process.stderr, `! ${this.lastWords}\n`)
      process.exit(code)
    })
    return this.#watch.signal
  }

  /** What is left undone if the run is ended now, by a second signal; undefined where that is nothing. */
  protected get lastWords(): string | undefined {
    return undefined
  }

  /** Whether the one thing on stdout is a JSON document: under `--json`, and under `--format json` where the command has that flag. */
  override jsonEnabled(): boolean {
    return super.jsonEnabled() || this.#given('format') === 'json'
  }

  /** Writes a result to stdout, unless `--json` asks for one document there. */
  protected print(render: (options: RenderOptions) => string): void {
    if (!this.jsonEnabled()) this.show(process.stdout, render(this.drawing(process.stdout)))
  }

  /** Writes a document in a format of its own to stdout, as it is, unless `--json` asks for one there. */
  protected printDocument(text: string): void {
    if (!this.jsonEnabled()) writeText(process.stdout, text)
  }

  /** Writes text for people; on a terminal its lines are broken between words. */
  private show(stream: NodeJS.WriteStream, text: string): void {
    writeText(stream, stream.isTTY ? wrapProse(text, stream.columns) : text)
  }

  /** Files that the command is going to write beside its report. */
  protected readonly outputs: string[] = []

  /** Refuses to go on where one of these files would be written over. @throws PromoteError `usage` */
  protected async keep(...own: readonly OwnFile[]): Promise<void> {
    const outputs = [this.reportFile, ...this.outputs].filter((path) => path !== undefined)
    try {
      await refuseOwnFiles(outputs, own)
    } catch (error) {
      this.#isReportRefused = true
      throw error
    }
  }

  /** Refuses to go on where the report could not be written at the end. @throws PromoteError `usage` */
  protected async checkReport(): Promise<void> {
    if (this.reportFile === undefined) return
    try {
      await checkReportFile(this.reportFile)
    } catch (error) {
      this.#isReportRefused = true
      throw error
    }
  }

  /** The file that `--report` names, where the command has that flag. */
  protected get reportFile(): string | undefined {
    return this.#given('report')
  }

  /** Writes a result as Markdown into the file that `--report` names, if it names one. */
  protected async report(render: () => string | Promise<string>): Promise<void> {
    if (this.reportFile !== undefined && !this.#isReportRefused)
      await writeReportFile(this.reportFile, await render())
  }

  /** What a flag of this command is given, also on a line that could not be parsed. */
  #given(flag: string): string | undefined {
    // A command without flags of its own has no record of them either.
    return Object.hasOwn(this.ctor.flags ?? {}, flag) ? flagValue(this.argv, flag) : undefined
  }

  /** How to draw on a stream, by the flags of this command line. */
  protected drawing(stream: NodeJS.WriteStream): RenderOptions {
    return renderOptions(stream, process.env, this.argv.includes('--no-color'))
  }

  /** What a run is given from outside. */
  protected surroundings(flags: CommonFlags, progress?: ProgressListener): Surroundings {
    return {
      cwd: process.cwd(),
      env: process.env,
      signal: this.stop,
      version: this.config.version,
      hasTerminal: process.stdin.isTTY === true && process.stderr.isTTY === true,
      ...(progress === undefined ? {} : { progress }),
      ...(flags.debug ? { onRequest: (line: string) => writeText(process.stderr, `${line}\n`) } : {}),
    }
  }

  /** Sets the exit code of the run. After a signal, the code of the signal is used instead. */
  protected endWith(code: number): void {
    process.exitCode = this.#watch?.exitCode() ?? code
  }

  // Replaces what oclif does here: load its logger and look for deprecated aliases. We have neither.
  protected override async init(): Promise<void> {}

  /** What this command is called by: `promote ledger show`; the root command by the program's name alone. */
  private calledBy(): string {
    const { bin } = this.config
    return this.id === undefined || this.id === ROOT_COMMAND_ID
      ? bin
      : `${bin} ${this.id.replaceAll(':', ' ')}`
  }

  protected override async catch(thrown: Error): Promise<void> {
    const error =
      toUsageError(thrown, { ...this.ctor.baseFlags, ...this.ctor.flags }, this.calledBy()) ??
      toPromoteError(thrown)
    const code = this.#watch?.exitCode() ?? exitCodeOf(error.code)
    process.exitCode = code
    // The error itself is reported below, even when the file cannot be written.
    await this.report(() => errorMarkdown(error)).catch(() => undefined)
    if (this.jsonEnabled()) {
      this.logJson(errorJson(error, code))
      return
    }
    this.show(process.stderr, errorText(error, this.drawing(process.stderr)))
    if (this.argv.includes('--debug')) writeText(process.stderr, `${stackOf(error)}\n`)
  }

  protected override async finally(): Promise<void> {
    this.#watch?.[Symbol.dispose]()
  }

  override logJson(json: unknown): void {
    writeJson(process.stdout, json)
  }
}

/** A usage error that names the flag and what to try. */
export function usage(message: string, hint?: string): PromoteError {
  return new PromoteError('usage', message, hint === undefined ? {} : { hint })
}

function stackOf(error: PromoteError): string {
  const { cause } = error
  return cause instanceof Error ? `${oneStack(error)}\ncaused by ${oneStack(cause)}` : oneStack(error)
}

/** A stack that begins with its message: on one line, and without the codes of colours that lines of ours may have. */
function oneStack({ name, message, stack = '' }: Error): string {
  const head = `${name}: ${message}`
  return stack.startsWith(head) ? printableText(head) + stack.slice(head.length) : printableText(stack)
}
