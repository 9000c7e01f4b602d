import type { ReportFormat } from '../../model/gates/rules.ts'
import { isObject, type JsonObject } from '../../support/json-object.ts'
import { parseJson } from '../../support/parse-json.ts'
import { isCycloneDx, readCycloneDx } from './formats/cyclonedx.ts'
import { objectOf, UnknownDocument } from './formats/fields.ts'
import { isGrype, readGrype } from './formats/grype.ts'
import { isInToto, readInToto, resultsIn, type Statement, scanTime, statementIn } from './formats/in-toto.ts'
import { isSarif, readSarif } from './formats/sarif.ts'
import { isTrivy, readTrivy } from './formats/trivy.ts'
import type { ScanReport } from './report.ts'

/**
 * All reports of one form in a document: one, for most; none in what is something else, such as provenance, and in a
 * CycloneDX document that says nothing of vulnerabilities, which is a mere SBOM.
 * @throws MalformedReport for a report that cannot be read, UnknownDocument for what may be none
 */
export function readReports(text: string, wanted: ReportFormat): readonly ScanReport[] {
  const document = jsonOf(text)
  if (!isObject(document)) throw new UnknownDocument('is no JSON object')
  const statement = statementIn(document)
  // `trivy --format cosign-vuln` writes the predicate alone, for cosign to attest.
  const bare = objectOf(document.scanner).result
  const found =
    statement === undefined
      ? [readOne(isObject(bare) ? bare : document, wanted)]
      : readStatement(statement, wanted)
  return found.filter((one) => one !== undefined)
}

function readStatement(statement: Statement, wanted: ReportFormat): readonly (ScanReport | undefined)[] {
  return resultsIn(statement).map((result) => {
    if (isInToto(result)) {
      return wanted === 'in-toto' ? readInToto(result, statement) : undefined
    }
    const own = isObject(result) ? readOne(result, wanted) : undefined
    if (own === undefined) return undefined
    const madeAt = own.madeAt ?? scanTime(statement.predicate)
    return { ...own, madeAt, about: [statement.about, ...own.about] }
  })
}

/** How a form is told and read, the surest first. */
const FORMS: readonly {
  readonly format: ReportFormat
  readonly is: (document: JsonObject) => boolean
  readonly read: (document: JsonObject) => ScanReport
}[] = [
  { format: 'cyclonedx', is: isCycloneDx, read: readCycloneDx },
  { format: 'trivy', is: isTrivy, read: readTrivy },
  { format: 'grype', is: isGrype, read: readGrype },
  { format: 'sarif', is: isSarif, read: readSarif },
]

function readOne(document: JsonObject, wanted: ReportFormat): ScanReport | undefined {
  const form = FORMS.find(({ is }) => is(document))
  return form?.format === wanted ? form.read(document) : undefined
}

function jsonOf(text: string): unknown {
  try {
    // A byte order mark is no JSON, and PowerShell writes one.
    return parseJson(text.replace(/^\uFEFF/, ''))
  } catch {
    throw new UnknownDocument('is not JSON')
  }
}
