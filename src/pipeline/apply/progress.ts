import { addCounts, type CopyCounts, NO_COUNTS } from '../../engine/copy.ts'
import type { ProgressListener } from '../../model/progress.ts'
import type { ContentOutcome } from './content.ts'

/** Turns what the content phase does into progress events. */
export interface ContentProgress {
  onBlob(moved: CopyCounts): void
  onReady(): void
  end(outcomes: readonly ContentOutcome[]): void
}

/** Begins the content phase for `images` steps. */
export function contentProgress(progress: ProgressListener, images: number): ContentProgress {
  let totals = NO_COUNTS
  let done = 0
  const tell = (): void => progress({ kind: 'content', totals, images: done, of: images })
  progress({ kind: 'phase-start', phase: 'content', total: images })
  return {
    onBlob(moved) {
      totals = addCounts(totals, moved)
      tell()
    },
    onReady() {
      done++
      tell()
    },
    end(outcomes) {
      const failed = outcomes.filter((outcome) => outcome.kind === 'failed').length
      const manifests = outcomes.reduce((sum, one) => sum + (one.kind === 'ready' ? one.manifestsRead : 0), 0)
      const kind = failed === 0 ? 'phase-end' : 'phase-fail'
      progress({ kind, phase: 'content', summary: countsText(totals) })
      if (failed > 0) return
      progress({ kind: 'phase-start', phase: 'verify', total: manifests })
      progress({ kind: 'phase-end', phase: 'verify', summary: `${plural(manifests, 'manifest')} read back` })
    },
  }
}

function countsText({ mounted, copied, present }: CopyCounts): string {
  return `${mounted} mounted, ${copied} copied, ${present} already there`
}

function plural(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`
}
