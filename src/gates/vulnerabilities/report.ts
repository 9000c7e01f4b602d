import type { ReportFormat } from '../../model/gates/rules.ts'
import type { FoundSeverity } from './severity.ts'

/** One vulnerability in one package. */
export interface Finding {
  readonly id: string
  /** Other ids of the same: that of the advisory, or the scanner's own. */
  readonly aliases: readonly string[]
  readonly severity: FoundSeverity
  /** The package it is in; null where the report does not say. */
  readonly package: string | null
}

/** What a scanner has found, whatever its form was. */
export interface ScanReport {
  readonly format: ReportFormat
  /** The scanner; null where the report does not say. */
  readonly tool: string | null
  /** When it was made, an ISO time; null where the report does not say. */
  readonly madeAt: string | null
  /** All of them have to be the image: the report's own word, and that of the statement around it. */
  readonly about: readonly ReportSubject[]
  readonly findings: readonly Finding[]
  /** Findings that the report itself says do not count: ignored, not affected. */
  readonly dismissed: number
}

/** What a report says it is about. */
export interface ReportSubject {
  /** Digests of manifests and of configs, in any form of the image; none where it names none. */
  readonly digests: readonly string[]
  /** References as people write them. */
  readonly names: readonly string[]
}
