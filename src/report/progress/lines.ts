import type { Phase, ProgressEvent } from '../../model/progress.ts'
import type { MoveTotals } from '../../model/result.ts'
import { printableText } from '../../support/printable.ts'
import { SIGNS } from '../words/signs.ts'
import { countText, durationText, sizeText } from '../words/units.ts'

/** Milliseconds between two lines about content on its way. */
const CONTENT_LINE_INTERVAL_MS = 5000

/** What the lines of plain progress remember from one event to the next. */
export interface ProgressLinesState {
  /** When each phase that runs began. */
  readonly started: ReadonlyMap<Phase, Date>
  /** When the last line about content was written; undefined before the first. */
  readonly content: Date | undefined
}

/** Before the first event. */
export function progressLinesStart(): ProgressLinesState {
  return { started: new Map(), content: undefined }
}

/**
 * The lines that one event adds to a plain log: one where a phase begins, one where it ends, and one about content
 * on its way at most every five seconds. Pure: the time comes in.
 */
export function progressLines(
  state: ProgressLinesState,
  event: ProgressEvent,
  now: Date,
): { readonly state: ProgressLinesState; readonly lines: readonly string[] } {
  switch (event.kind) {
    case 'phase-start': {
      const started = new Map(state.started).set(event.phase, now)
      const content = event.phase === 'content' ? now : state.content
      return { state: { started, content }, lines: [startLine(event.phase, event.total)] }
    }
    case 'phase-end':
    case 'phase-fail': {
      const mark = event.kind === 'phase-end' ? SIGNS.done : SIGNS.denied
      const { started, took } = stop(state, event.phase, now)
      return {
        state: { ...state, started },
        lines: [`${mark} ${event.phase}: ${printableText(event.summary)}${took}`],
      }
    }
    case 'content': {
      const last = state.content?.getTime() ?? Number.NEGATIVE_INFINITY
      if (now.getTime() - last < CONTENT_LINE_INTERVAL_MS) return { state, lines: [] }
      return {
        state: { ...state, content: now },
        lines: [`  content: ${contentProgress(event.totals, event.images, event.of)}`],
      }
    }
    case 'note':
      return { state, lines: [`! ${printableText(event.text)}`] }
    default:
      return event satisfies never
  }
}

/** How far the content is: `3 of 12 images, 204 MB copied, 9 blobs mounted, 13 copied, 4 already there`. */
export function contentProgress(totals: MoveTotals, images: number, of: number): string {
  const { mounted, copied, present, bytes } = totals
  return [
    `${images} of ${countText(of, 'image')}`,
    ...(copied === 0 ? [] : [`${countText(copied, 'blob')} copied (${sizeText(bytes)})`]),
    ...(mounted === 0 ? [] : [`${mounted} mounted`]),
    ...(present === 0 ? [] : [`${present} already there`]),
  ].join(', ')
}

/** What a phase works on, in words: `content: 12 images`. */
export function phaseText(phase: Phase, total: number): string {
  switch (phase) {
    case 'plan':
      return `plan: ${countText(total, 'image')}`
    case 'gates':
      return `gates: ${countText(total, 'step')}`
    case 'content':
      return `content: ${countText(total, 'image')}`
    case 'verify':
      return `verify: ${countText(total, 'manifest')}`
    case 'tags':
      return `tags: ${countText(total, 'tag')}`
    case 'record':
      return 'record'
    default:
      return phase satisfies never
  }
}

function startLine(phase: Phase, total: number): string {
  return `… ${phaseText(phase, total)}`
}

function stop(
  state: ProgressLinesState,
  phase: Phase,
  now: Date,
): { readonly started: ReadonlyMap<Phase, Date>; readonly took: string } {
  const began = state.started.get(phase)
  const started = new Map(state.started)
  started.delete(phase)
  return { started, took: began === undefined ? '' : ` (${durationText(now.getTime() - began.getTime())})` }
}
