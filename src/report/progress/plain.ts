import type { ImageMove, Phase, ProgressEvent, ProgressListener, Reading } from '../../model/progress.ts'
import { printableText } from '../../support/printable.ts'
import { contentText, sentText } from './content.ts'
import { type Looks, lookAgain } from './rate.ts'
import { readingText } from './reading.ts'
import { phaseText } from './tasks.ts'

/** Milliseconds after which the first line comes: what is over sooner needs none. */
const FIRST_LINE_MS = 250

/** Milliseconds between two lines. */
const LINE_INTERVAL_MS = 10_000

/** What is under way. */
type UnderWay =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'phase'; readonly phase: Phase; readonly total: number }
  | { readonly kind: 'reading'; readonly reading: Reading }
  | {
      readonly kind: 'content'
      readonly images: readonly ImageMove[]
      readonly since: number
      readonly looks: Looks
    }

/** What plain progress remembers. Times are milliseconds from any one fixed point. */
export interface PlainState {
  readonly underWay: UnderWay
  /** When the next line may come; undefined before the first event. */
  readonly due: number | undefined
}

/** Before the first event. */
export const PLAIN_START: PlainState = { underWay: { kind: 'nothing' }, due: undefined }

/** A new state, and the lines that are written with it. */
export interface PlainStep {
  readonly state: PlainState
  readonly lines: readonly string[]
}

/**
 * What one event does to a plain log: a line where the content is over and bytes were sent, where the run
 * waits for another, and for a note; none else. What
 * came of a phase is for the result to say. Pure.
 */
export function plainEvent(state: PlainState, event: ProgressEvent, at: number): PlainStep {
  const due = state.due ?? at + FIRST_LINE_MS
  const to = (underWay: UnderWay): PlainStep => ({ state: { underWay, due }, lines: [] })
  switch (event.kind) {
    case 'reading':
      return to({ kind: 'reading', reading: event.reading })
    case 'phase-start':
      return to({ kind: 'phase', phase: event.phase, total: event.total })
    case 'content':
      return to({
        kind: 'content',
        images: event.images,
        since: at,
        looks: lookAgain([], event.images, at),
      })
    case 'phase-end':
    case 'phase-fail': {
      const { underWay } = state
      const text = underWay.kind === 'content' ? sentText(underWay.images, at - underWay.since) : undefined
      return text === undefined ? to({ kind: 'nothing' }) : said({ kind: 'nothing' }, `  ${text}`, at)
    }
    case 'held':
      return { state: { ...state, due }, lines: [] }
    case 'waiting':
      // Once, and at once: nothing comes of it that could be counted.
      return said({ kind: 'nothing' }, `… ${printableText(event.text)}`, at)
    case 'note':
      return { state: { ...state, due }, lines: [`! ${printableText(event.text)}`] }
    default:
      return event satisfies never
  }
}

/** What is under way, as a line, where one is due: the first after a quarter of a second, then one every ten seconds at most. Pure. */
export function plainLook(state: PlainState, at: number): PlainStep {
  const underWay =
    state.underWay.kind === 'content'
      ? { ...state.underWay, looks: lookAgain(state.underWay.looks, state.underWay.images, at) }
      : state.underWay
  if (underWay.kind === 'nothing' || state.due === undefined || at < state.due)
    return { state: { ...state, underWay }, lines: [] }
  return said(underWay, `… ${textOf(underWay, at)}`, at)
}

/** Writes plain progress, line by line. */
export interface PlainProgress {
  readonly listener: ProgressListener
  /** Ends it; later events are ignored. */
  finish(): void
}

/** Plain progress that looks by itself, until it is finished. It keeps no process alive. */
export function plainProgress(write: (line: string) => void): PlainProgress {
  let state = PLAIN_START
  let isOver = false
  const take = (step: PlainStep): void => {
    state = step.state
    for (const line of step.lines) write(line)
  }
  const timer = setInterval(() => take(plainLook(state, performance.now())), FIRST_LINE_MS)
  timer.unref()
  return {
    listener: (event) => {
      if (!isOver) take(plainEvent(state, event, performance.now()))
    },
    finish: () => {
      isOver = true
      clearInterval(timer)
    },
  }
}

function said(underWay: UnderWay, line: string, at: number): PlainStep {
  return { state: { underWay, due: at + LINE_INTERVAL_MS }, lines: [line] }
}

function textOf(underWay: Exclude<UnderWay, { readonly kind: 'nothing' }>, at: number): string {
  switch (underWay.kind) {
    case 'phase':
      return phaseText(underWay.phase, underWay.total)
    case 'reading':
      return readingText(underWay.reading)
    case 'content':
      return contentText({ images: underWay.images, looks: underWay.looks, at })
    default:
      return underWay satisfies never
  }
}
