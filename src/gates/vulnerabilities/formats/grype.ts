import type { JsonObject } from '../../../support/json-object.ts'
import type { ScanReport } from '../report.ts'
import { severityOfWord } from '../severity.ts'
import { digestsIn, neededText, objectOf, objectsOf, textOf, textsOf, timeOf } from './fields.ts'

/** Whether a document is Grype's own JSON. */
export function isGrype(document: JsonObject): boolean {
  return Array.isArray(document.matches) && 'descriptor' in document
}

/**
 * Reads `grype -o json` (`grype/presenter/models/document.go` of Grype). What it was told to ignore counts as dismissed.
 * @throws MalformedReport
 */
export function readGrype(document: JsonObject): ScanReport {
  const target = objectOf(objectOf(document.source).target)
  const descriptor = objectOf(document.descriptor)
  const names = [textOf(target.userInput) ?? '', ...textsOf(target.tags)].filter((name) => name !== '')
  const digests = [target.userInput, target.imageID, target.manifestDigest, ...textsOf(target.repoDigests)]
  return {
    format: 'grype',
    tool: textOf(descriptor.name) ?? 'grype',
    madeAt: timeOf(descriptor.timestamp),
    about: [{ digests: digests.flatMap((one) => digestsIn(textOf(one) ?? '')), names }],
    findings: objectsOf(document.matches, 'matches').map((match) => {
      const vulnerability = objectOf(match.vulnerability)
      const related = objectsOf(match.relatedVulnerabilities, 'relatedVulnerabilities')
      return {
        id: neededText(vulnerability.id, 'vulnerability.id'),
        aliases: related.flatMap(({ id }) => textOf(id) ?? []),
        severity: severityOfWord(textOf(vulnerability.severity) ?? ''),
        package: textOf(objectOf(match.artifact).name) ?? null,
      }
    }),
    dismissed: objectsOf(document.ignoredMatches, 'ignoredMatches').length,
  }
}
