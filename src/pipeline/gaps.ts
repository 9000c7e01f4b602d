import type { ImageRule } from '../model/config.ts'
import { gapSentence, type ReadGap } from '../model/diff.ts'
import { type ErrorCode, exitCodeOf, PromoteError, toPromoteError, worstExitCode } from '../support/errors.ts'
import type { PipelineContext } from './context.ts'
import { type Place, placeOf } from './plan/places.ts'
import type { Route } from './plan/route.ts'

/** Failures of a registry or a folder. All others are about what was asked, and end the run. */
const OF_READING: ReadonlySet<ErrorCode> = new Set([
  'unauthorized',
  'forbidden',
  'unreachable',
  'timeout',
  'rate-limited',
  'protocol',
  'content',
  'unsupported',
  'disk',
])

interface Noted {
  readonly environments: Set<string>
  readonly images: Set<string>
  readonly host: string
  readonly error: PromoteError
}

/** Keeps what could not be read while the rest is, grouped by host and reason. */
export class GapLog {
  readonly #context: PipelineContext
  readonly #noted = new Map<string, Noted>()

  constructor(context: PipelineContext) {
    this.#context = context
  }

  /** Keeps a failure to read a place. @throws what is no such failure, and the signal's reason when that is why */
  note({ environment, image, location, text }: Place, thrown: unknown): void {
    this.#context.signal.throwIfAborted()
    const error = toPromoteError(thrown)
    const { status, reason } = error.details
    if (!OF_READING.has(error.code) && !(error.code === 'failed' && status !== undefined)) {
      throw error.with({ image, reference: text })
    }
    const host = location.kind === 'registry' ? location.host : text
    // What a registry says beside its status may hold the name of each repository.
    const key = JSON.stringify([host, error.code, status ?? reason ?? error.message])
    const noted = this.#noted.get(key) ?? { environments: new Set(), images: new Set(), host, error }
    this.#noted.set(key, noted)
    noted.environments.add(environment)
    noted.images.add(image)
  }

  /** Keeps a failure to read an image along a route, on the side that it is marked with. @throws as {@link note} */
  noteOf({ from, to }: Route, rule: ImageRule, error: PromoteError): void {
    const failed = error.details.side === 'source' ? from : to
    this.note(placeOf(this.#context.config, failed, rule), error)
  }

  /**
   * For a run, which needs all of it.
   * @throws PromoteError what failed: of several hosts and reasons each, in one error with the worst of their codes
   */
  throwIfAny(): void {
    const errors = [...this.#noted.values()].map(({ error }) => error)
    const [first, ...others] = errors
    if (first === undefined) return
    if (others.length === 0) throw first
    const exits = errors.map(({ code }) => exitCodeOf(code))
    const worst = errors[exits.indexOf(worstExitCode(exits))] ?? first
    const { gaps = [] } = this.gaps()
    const names = [...new Set(gaps.flatMap(({ environments }) => environments))].join(' and ')
    throw new PromoteError(worst.code, `${names} could not be read, for ${errors.length} reasons.`, {
      cause: worst,
      problems: gaps.map((gap) => ({
        message: gapSentence(gap, this.#context.config.images.length),
        ...(gap.hint === undefined ? {} : { hint: gap.hint }),
      })),
    })
  }

  /** For a report, which has the key only where something could not be read. */
  gaps(): { readonly gaps?: readonly ReadGap[] } {
    const { environments, images } = this.#context.config
    const order = (
      names: ReadonlySet<string>,
      all: readonly { readonly name: string }[],
    ): readonly string[] => all.flatMap(({ name }) => (names.has(name) ? [name] : []))
    const gaps = [...this.#noted.values()].map(({ host, error, ...noted }): ReadGap => {
      const { reason, hint } = error.details
      return {
        environments: order(noted.environments, environments),
        host,
        images: order(noted.images, images),
        code: error.code,
        reason: reason ?? error.message.replace(/\.$/, ''),
        ...(hint === undefined ? {} : { hint }),
      }
    })
    const at = ({ environments: [first = ''] }: ReadGap): number =>
      environments.findIndex(({ name }) => name === first)
    const sorted = gaps.toSorted((a, b) => at(a) - at(b) || (a.reason < b.reason ? -1 : 1))
    return sorted.length === 0 ? {} : { gaps: sorted }
  }
}
