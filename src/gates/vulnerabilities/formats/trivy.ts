import type { JsonObject } from '../../../support/json-object.ts'
import type { ScanReport } from '../report.ts'
import { severityOfWord } from '../severity.ts'
import {
  digestsIn,
  MalformedReport,
  neededText,
  objectOf,
  objectsOf,
  textOf,
  textsOf,
  timeOf,
} from './fields.ts'

/** Whether a document is Trivy's own JSON. */
export function isTrivy(document: JsonObject): boolean {
  return 'SchemaVersion' in document && ('Results' in document || 'ArtifactName' in document)
}

/**
 * Reads `trivy image --format json`, version 2 of its schema (`pkg/types/report.go` of Trivy). What Trivy was told to
 * ignore is not in it; misconfigurations, secrets and licences are left out.
 * @throws MalformedReport
 */
export function readTrivy(document: JsonObject): ScanReport {
  if (document.SchemaVersion !== 2) {
    throw new MalformedReport("is of a version of Trivy's schema that is not 2")
  }
  const metadata = objectOf(document.Metadata)
  const names = [document.ArtifactName, ...textsOf(metadata.RepoTags)].filter(
    (one) => textOf(one) !== undefined,
  )
  const digests = [document.ArtifactName, metadata.ImageID, ...textsOf(metadata.RepoDigests)]
  const results = objectsOf(document.Results, 'Results')
  return {
    format: 'trivy',
    tool: 'trivy',
    madeAt: timeOf(document.CreatedAt),
    about: [{ digests: digests.flatMap((one) => digestsIn(textOf(one) ?? '')), names: names.map(String) }],
    findings: results.flatMap(({ Vulnerabilities }) =>
      objectsOf(Vulnerabilities, 'Vulnerabilities').map((one) => ({
        id: neededText(one.VulnerabilityID, 'VulnerabilityID'),
        aliases: textsOf(one.VendorIDs),
        severity: severityOfWord(textOf(one.Severity) ?? ''),
        package: textOf(one.PkgName) ?? null,
      })),
    ),
    dismissed: 0,
  }
}
