import { Buffer } from 'node:buffer'
import { isObject, type JsonObject } from '../../../support/json-object.ts'
import { parseJson } from '../../../support/parse-json.ts'
import type { ReportSubject, ScanReport } from '../report.ts'
import { severityOfScore, severityOfWord, worstOf } from '../severity.ts'
import { digestsIn, neededText, objectOf, objectsOf, textOf, timeOf, UnknownDocument } from './fields.ts'

/** What stands in an attestation. */
export interface Statement {
  readonly predicate: unknown
  readonly about: ReportSubject
}

/**
 * The in-toto statement in a document: the statement itself, one in a DSSE envelope as cosign keeps it under its `.att`
 * tags, or one in a Sigstore bundle. Undefined where there is none. The signature is not looked at.
 * @throws UnknownDocument for an envelope whose content is none
 */
export function statementIn(document: JsonObject): Statement | undefined {
  if (isObject(document.dsseEnvelope)) return statementIn(document.dsseEnvelope)
  if (typeof document.payload === 'string' && 'payloadType' in document) {
    const statement = payloadOf(document.payload)
    return isStatement(statement) ? readStatement(statement) : undefined
  }
  return isStatement(document) ? readStatement(document) : undefined
}

/** What reports of scanners stand in a statement, beside its predicate itself: a scanner's own words in cosign's `vuln`. */
export function resultsIn({ predicate }: Statement): readonly unknown[] {
  const { scanner, scanners, Data } = objectOf(predicate)
  const listed = [...(isObject(scanner) ? [scanner] : []), ...objectsOf(scanners, 'scanners')]
  if (listed.length > 0) return listed.map(({ result }) => result)
  // cosign's own kind of predicate for anything.
  return typeof Data === 'string'
    ? [parsed(Data, 'has a predicate whose "Data" is not JSON')]
    : [Data ?? predicate]
}

/** Whether a result is a list of in-toto's own. */
export function isInToto(result: unknown): boolean {
  return Array.isArray(result)
}

/**
 * Reads the list of results of `https://in-toto.io/attestation/vulns`, version 0.1 and 0.2. Of several severities of one
 * the worst counts.
 * @throws MalformedReport
 */
export function readInToto(result: unknown, { predicate, about }: Statement): ScanReport {
  const { scanner } = objectOf(predicate)
  return {
    format: 'in-toto',
    tool: scannerName(textOf(objectOf(scanner).uri)),
    madeAt: scanTime(predicate),
    about: [about],
    findings: objectsOf(result, 'result').map((one) => ({
      id: neededText(one.id, 'id'),
      aliases: [],
      severity:
        worstOf(objectsOf(one.severity, 'severity').map(({ score }) => severityOf(score))) ?? 'unknown',
      package: null,
    })),
    dismissed: 0,
  }
}

/** When the scan ended that a predicate is about; null where it does not say. */
export function scanTime(predicate: unknown): string | null {
  return timeOf(objectOf(objectOf(predicate).metadata).scanFinishedOn)
}

function severityOf(score: unknown): ReturnType<typeof severityOfWord> {
  const text = typeof score === 'number' ? String(score) : (textOf(score) ?? '')
  return /^\d{1,2}(?:\.\d+)?$/.test(text) ? severityOfScore(Number(text)) : severityOfWord(text)
}

/** `trivy` of `pkg:github/aquasecurity/trivy@v0.57.0`. */
function scannerName(uri: string | undefined): string | null {
  if (uri === undefined) return null
  const [name = ''] = uri.slice(uri.lastIndexOf('/') + 1).split('@', 1)
  return name === '' ? uri : name
}

function isStatement(document: unknown): document is JsonObject {
  return isObject(document) && /^https:\/\/in-toto\.io\/Statement\//.test(textOf(document._type) ?? '')
}

function readStatement(document: JsonObject): Statement {
  const subjects = objectsOf(document.subject, 'subject')
  const digests = subjects.flatMap(({ digest }) =>
    Object.entries(objectOf(digest)).flatMap(([algorithm, hex]) =>
      digestsIn(`${algorithm}:${textOf(hex) ?? ''}`),
    ),
  )
  if (digests.length === 0) throw new UnknownDocument('is an attestation that names no digest')
  return {
    predicate: document.predicate,
    about: { digests, names: subjects.flatMap(({ name }) => textOf(name) ?? []) },
  }
}

function payloadOf(payload: string): unknown {
  return parsed(
    Buffer.from(payload, 'base64').toString('utf8'),
    'is an attestation whose payload is not JSON',
  )
}

function parsed(text: string, complaint: string): unknown {
  try {
    return parseJson(text)
  } catch {
    throw new UnknownDocument(complaint)
  }
}
