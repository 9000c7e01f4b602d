import { createInterface, type Interface } from 'node:readline'
import type { FirstFile } from '../model/first-file.ts'
import { wrapProse } from '../report/text/wrap.ts'
import { countText } from '../report/words/units.ts'
import { PromoteError } from '../support/errors.ts'

/** Whether answers make a valid file: what is wrong as a sentence, or undefined. */
export type CheckAnswers = (answers: FirstFile) => Promise<string | undefined>

/** Where questions are asked. */
export interface Asking {
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream & { readonly columns?: number }
  readonly signal: AbortSignal
}

/**
 * Asks a person at a terminal for what a first file needs; an empty answer takes what stands in brackets. Each answer is
 * checked at once, and asked for again with what is wrong with it; those before it stay.
 * @throws PromoteError `failed` when the input ends before the last answer, and the signal's reason
 */
export async function askFirstAnswers(asking: Asking, check: CheckAnswers): Promise<FirstFile> {
  const lines = createInterface({ input: asking.input, output: asking.output })
  try {
    return await new Questions(lines, asking, check).all()
  } finally {
    lines.close()
  }
}

/** Repositories and images that are valid whatever the other answers are. */
const SAMPLE_TEMPLATE = 'registry.example.com/{env}/{image}'
const SAMPLE_IMAGES = [{ name: 'api', select: 'newest' }]

class Questions {
  readonly #lines: Interface
  readonly #asking: Asking
  readonly #check: CheckAnswers
  /** Lines that were typed ahead of their question. */
  readonly #typed: AsyncIterator<string>

  constructor(lines: Interface, asking: Asking, check: CheckAnswers) {
    this.#lines = lines
    this.#typed = lines[Symbol.asyncIterator]()
    // In raw mode the terminal leaves Ctrl-C to the program.
    lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'))
    asking.signal.addEventListener('abort', () => lines.close(), { once: true })
    this.#asking = asking
    this.#check = check
  }

  async all(): Promise<FirstFile> {
    const environments = (names: string, templates: string): FirstFile['environments'] => {
      const [first = '', ...others] = wordsOf(templates)
      return wordsOf(names).map((name, index) => ({
        name,
        repository: ((index === 0 ? undefined : others[index - 1]) ?? first).replaceAll('{env}', name),
      }))
    }
    const images = (names: string, select: string): FirstFile['images'] =>
      wordsOf(names).map((name) => ({ name, select }))
    const names = await this.#ask('Environments, in promotion order', 'dev, test, prod', (answer) => ({
      environments: environments(answer, SAMPLE_TEMPLATE),
      images: SAMPLE_IMAGES,
    }))
    this.#asking.output.write('  One for all environments, or one for each, with commas.\n')
    const template = await this.#ask(
      'Repository, with {env} and {image}',
      SAMPLE_TEMPLATE,
      (answer) => ({ environments: environments(names, answer), images: SAMPLE_IMAGES }),
      (answer) => countProblem(wordsOf(answer).length, wordsOf(names).length),
    )
    const named = await this.#ask('Images', 'api', (answer) => ({
      environments: environments(names, template),
      images: images(answer, 'newest'),
    }))
    const answersWith = (select: string): FirstFile => ({
      environments: environments(names, template),
      images: images(named, select),
    })
    const select = await this.#ask(
      'Tag or glob to promote, or "newest" for the newest version',
      'newest',
      answersWith,
    )
    return answersWith(select)
  }

  /** Asks until the answer, with what is known by then, makes a valid file. */
  async #ask(
    question: string,
    preset: string,
    answersWith: (answer: string) => FirstFile,
    problemOf: (answer: string) => string | undefined = () => undefined,
  ): Promise<string> {
    const { signal, output } = this.#asking
    for (;;) {
      this.#lines.setPrompt(`${question} [${preset}]: `)
      this.#lines.prompt()
      const line = await this.#typed.next()
      // What is said of the end stands on a line of its own.
      if (signal.aborted) output.write('\n')
      signal.throwIfAborted()
      if (line.done === true) {
        throw new PromoteError('failed', 'Nothing was written: the input ended before the last answer.')
      }
      const answer = line.value.trim() === '' ? preset : line.value.trim()
      const problem = problemOf(answer) ?? (await this.#check(answersWith(answer)))
      if (problem === undefined) return answer
      output.write(`${wrapProse(`  ${problem}`, output.columns ?? 80)}\n`)
    }
  }
}

function countProblem(repositories: number, environments: number): string | undefined {
  if (repositories <= 1 || repositories === environments) return undefined
  return `That is ${countText(repositories, 'repository', 'repositories')} for ${countText(environments, 'environment')}.`
}

function wordsOf(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '')
}
