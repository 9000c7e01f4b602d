import type { JsonObject } from '../../../support/json-object.ts'
import type { Finding, ScanReport } from '../report.ts'
import { type FoundSeverity, severityOfScore, severityOfWord, worstOf } from '../severity.ts'
import { digestsIn, neededText, objectOf, objectsOf, textOf, timeOf } from './fields.ts'

/** Whether a document is CycloneDX in JSON, and says something of vulnerabilities: without that it is a mere SBOM. */
export function isCycloneDx(document: JsonObject): boolean {
  return document.bomFormat === 'CycloneDX' && 'vulnerabilities' in document
}

/** States of an analysis in which a vulnerability does not concern the image. CycloneDX 1.6, `impactAnalysisState`. */
const DISMISSED = new Set(['resolved', 'resolved_with_pedigree', 'false_positive', 'not_affected'])

/** Properties in which Trivy says which image it was; its others name layers. */
const TRIVY_IDENTITY = new Set(['aquasecurity:trivy:ImageID', 'aquasecurity:trivy:RepoDigest'])

/**
 * Reads the vulnerabilities of a CycloneDX document (1.4 to 1.7): a VEX, or a BOM that has them. Of several ratings the
 * worst counts. What its analysis says is resolved, a false positive or does not affect the image is dismissed.
 * @throws MalformedReport
 */
export function readCycloneDx(document: JsonObject): ScanReport {
  const metadata = objectOf(document.metadata)
  const component = objectOf(metadata.component)
  const properties = objectsOf(component.properties, 'properties')
    .filter(({ name }) => TRIVY_IDENTITY.has(textOf(name) ?? ''))
    .map(({ value }) => value)
  const hashes = objectsOf(component.hashes, 'hashes')
    .filter(({ alg }) => alg === 'SHA-256')
    .map(({ content }) => `sha256:${textOf(content) ?? ''}`)
  const described = [component['bom-ref'], component.purl, component.name, component.version]
  const packages = packagesOf(document)
  const listed = objectsOf(document.vulnerabilities, 'vulnerabilities')
  const affecting = listed.filter((one) => !DISMISSED.has(textOf(objectOf(one.analysis).state) ?? ''))
  return {
    format: 'cyclonedx',
    tool: toolOf(metadata.tools),
    madeAt: timeOf(metadata.timestamp),
    about: [
      {
        digests: [...described, ...properties, ...hashes].flatMap((one) => digestsIn(textOf(one) ?? '')),
        names: component.type === 'container' ? namesOf(component) : [],
      },
    ],
    findings: affecting.flatMap((one) => findingsOf(one, packages)),
    dismissed: listed.length - affecting.length,
  }
}

function findingsOf(vulnerability: JsonObject, packages: ReadonlyMap<string, string>): readonly Finding[] {
  const id = neededText(vulnerability.id, 'id')
  const references = objectsOf(vulnerability.references, 'references')
  const aliases = references.flatMap((one) => textOf(one.id) ?? []).filter((one) => one !== id)
  const severity = severityOf(vulnerability)
  const affected = objectsOf(vulnerability.affects, 'affects').map(({ ref }) =>
    packages.get(textOf(ref) ?? ''),
  )
  const places = affected.length === 0 ? [undefined] : affected
  return places.map((name) => ({ id, aliases, severity, package: name ?? null }))
}

function severityOf(vulnerability: JsonObject): FoundSeverity {
  const ratings = objectsOf(vulnerability.ratings, 'ratings').flatMap(({ severity, score, method }) => {
    const word = textOf(severity)
    if (word !== undefined) return [severityOfWord(word)]
    // Scores of other methods are no severities: Grype writes the chance of an exploit so (EPSS).
    const isCvss = textOf(method)?.startsWith('CVSS') ?? false
    return isCvss && typeof score === 'number' ? [severityOfScore(score)] : []
  })
  return worstOf(ratings) ?? 'unknown'
}

/** Names of components by their reference. */
function packagesOf(document: JsonObject): ReadonlyMap<string, string> {
  return new Map(
    objectsOf(document.components, 'components').flatMap((component) => {
      const [ref, name] = [textOf(component['bom-ref']), textOf(component.name)]
      return ref === undefined || name === undefined ? [] : [[ref, name]]
    }),
  )
}

function namesOf({ name, version }: JsonObject): readonly string[] {
  const [own, tag] = [textOf(name), textOf(version)]
  if (own === undefined) return []
  const hasTag = own.includes('@') || own.slice(own.lastIndexOf('/') + 1).includes(':')
  return [hasTag || tag === undefined || tag.includes(':') ? own : `${own}:${tag}`]
}

/** A list of tools up to 1.4, an object with components from 1.5 on. */
function toolOf(tools: unknown): string | null {
  const [first] = Array.isArray(tools)
    ? objectsOf(tools, 'tools')
    : objectsOf(objectOf(tools).components, 'tools.components')
  return textOf(first?.name) ?? null
}
