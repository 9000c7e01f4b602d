import { CopyMeter } from '../../engine/meter.ts'
import type { ProgressListener } from '../../model/progress.ts'
import { ContentMove } from '../content-move.ts'
import type { ContentOutcome } from './content.ts'
import type { RunningStep } from './steps.ts'

/** Tells of the content phase. */
export interface ContentProgress {
  /** The move of a step's content. */
  moveOf(running: RunningStep): ContentMove
  /** The phase is over. */
  end(outcomes: readonly ContentOutcome[]): void
}

/** Begins the content phase. */
export function contentProgress(progress: ProgressListener, steps: readonly RunningStep[]): ContentProgress {
  const moves = new Map(steps.map((step) => [step, moveOf(step)]))
  progress({ kind: 'phase-start', phase: 'content', total: steps.length })
  progress({ kind: 'content', images: [...moves.values()] })
  return {
    moveOf: (running) => moves.get(running) ?? moveOf(running),
    end(outcomes) {
      const failed = outcomes.filter((outcome) => outcome.kind === 'failed').length
      const manifests = outcomes.reduce((sum, one) => sum + (one.kind === 'ready' ? one.manifestsRead : 0), 0)
      const kind = failed === 0 ? 'phase-end' : 'phase-fail'
      progress({ kind, phase: 'content', summary: placedText([...moves.values()]) })
      if (failed > 0) return
      progress({ kind: 'phase-start', phase: 'verify', total: manifests })
      progress({ kind: 'phase-end', phase: 'verify', summary: `${plural(manifests, 'manifest')} read back` })
    },
  }
}

function moveOf({ step }: RunningStep): ContentMove {
  return new ContentMove({ image: step.image, tag: step.source.tag }, new CopyMeter())
}

function placedText(moves: readonly ContentMove[]): string {
  const sum = (key: keyof ContentMove['meter']['placed']): number =>
    moves.reduce((total, { meter }) => total + meter.placed[key], 0)
  const parts = [
    [sum('mounted'), 'mounted'],
    [sum('copied'), 'copied'],
    [sum('present'), 'already there'],
  ] as const
  const told = parts.flatMap(([count, how]) => (count === 0 ? [] : [`${count} ${how}`]))
  return told.length === 0 ? 'nothing to move' : told.join(', ')
}

function plural(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`
}
