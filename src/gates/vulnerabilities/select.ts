import { type Coverage, coverageOf, type ImageNames, type ImagePart } from './coverage.ts'
import type { ScanReport } from './report.ts'

/** A report with where it comes from. */
export interface FoundReport {
  readonly report: ScanReport
  /** As people find it again: `the report 77ab03de`, `the report scan.json`. */
  readonly name: string
  /** The digest of its bytes. */
  readonly digest: string
  /** The manifest it is attached to; null for a file. */
  readonly subject: string | null
}

/** A report that counts, with the part of the image that it is about. */
export interface CountingReport extends FoundReport {
  readonly covers: string
}

/** Which reports count, and what is wrong with others. */
export interface Selection {
  readonly counting: readonly CountingReport[]
  /** A sentence for each report that is about something else, or does not say about what. */
  readonly problems: readonly string[]
}

/**
 * Which of the reports count for an image: of those by one scanner about one part of it, the newest; one that does not
 * say when it was made always does. A report that is attached is about what it is attached to, unless it says
 * otherwise; a file has to say it.
 */
export function selectReports(found: readonly FoundReport[], image: ImagePart, names: ImageNames): Selection {
  const looked = found.map((one) => ({ one, coverage: coverageOf(one.report, image, namesFor(one, names)) }))
  const problems = looked.flatMap(({ one, coverage }) => problemOf(one, coverage))
  const about = looked.flatMap(({ one, coverage }) => {
    const covers = coveredBy(one, coverage, image)
    return covers === undefined ? [] : [{ ...one, covers }]
  })
  return { counting: about.filter((one) => !about.some((other) => replaces(other, one))), problems }
}

/** What is attached by digest may have been scanned under any tag; a file is told by its tag too. */
function namesFor({ subject }: FoundReport, names: ImageNames): ImageNames {
  return subject === null ? names : { ...names, tag: null }
}

function coveredBy({ subject }: FoundReport, coverage: Coverage, image: ImagePart): string | undefined {
  switch (coverage.kind) {
    case 'part':
      // Of an index that was scanned by its digest, what is attached to one of its images is about that one.
      return coverage.digest === image.digest ? (subject ?? image.digest) : coverage.digest
    case 'name':
      return subject ?? image.digest
    case 'unsaid':
      return subject ?? undefined
    case 'other':
      return undefined
    default:
      return coverage satisfies never
  }
}

function problemOf({ name, subject }: FoundReport, coverage: Coverage): readonly string[] {
  if (coverage.kind === 'other') return [`${name} is about another image: ${coverage.named}.`]
  if (coverage.kind === 'unsaid' && subject === null) return [`${name} does not say which image it is about.`]
  return []
}

function replaces(other: CountingReport, one: CountingReport): boolean {
  return (
    other.covers === one.covers &&
    other.report.tool === one.report.tool &&
    other.report.madeAt !== null &&
    one.report.madeAt !== null &&
    other.report.madeAt > one.report.madeAt
  )
}
