import type { Severity } from '../../../model/gates/rules.ts'
import type { JsonObject } from '../../../support/json-object.ts'
import type { Finding, ScanReport } from '../report.ts'
import { type FoundSeverity, isWorse, severityOfScore, severityOfWord } from '../severity.ts'
import { digestsIn, MalformedReport, objectOf, objectsOf, textOf, textsOf, timeOf } from './fields.ts'
import { idInRule } from './ids.ts'

/** Whether a document is SARIF. */
export function isSarif(document: JsonObject): boolean {
  return Array.isArray(document.runs) && textOf(document.version) !== undefined
}

/** What else scanners of images report with SARIF, by the tag that Trivy gives their rules. */
const OTHER_KINDS = ['misconfiguration', 'secret', 'license']
/** SARIF 2.1.0, section 3.27.9: these are no problem that was found. */
const NO_FINDING = new Set(['pass', 'notApplicable', 'informational'])

/**
 * Reads SARIF 2.1.0 as scanners of images write it. How bad a finding is says its rule: by a word among its tags (Trivy),
 * else by the score `security-severity` (Grype, Snyk, Docker Scout; GitHub's convention), else by the level alone, of which
 * `error` is taken for critical. Suppressed results count like others: early versions of Grype call all of theirs so.
 * @throws MalformedReport
 */
export function readSarif(document: JsonObject): ScanReport {
  if (!/^2\.\d/.test(String(document.version))) throw new MalformedReport('is not of version 2 of SARIF')
  const runs = objectsOf(document.runs, 'runs')
  if (runs.length === 0) throw new MalformedReport('has no run of a scanner in it')
  const read = runs.map(readRun)
  const times = read.map(({ madeAt }) => madeAt).filter((time) => time !== null)
  return {
    format: 'sarif',
    tool: [...new Set(read.map(({ tool }) => tool))].join(', '),
    madeAt: times.toSorted().at(-1) ?? null,
    about: [
      {
        digests: read.flatMap(({ digests }) => digests),
        names: [...new Set(read.flatMap(({ names }) => names))],
      },
    ],
    findings: read.flatMap(({ findings }) => findings),
    dismissed: 0,
  }
}

interface ReadRun {
  readonly tool: string
  readonly madeAt: string | null
  readonly digests: readonly string[]
  readonly names: readonly string[]
  readonly findings: readonly Finding[]
}

function readRun(run: JsonObject): ReadRun {
  const { driver, extensions } = objectOf(run.tool)
  const components = [objectOf(driver), ...objectsOf(extensions, 'extensions')]
  const rules = rulesOf(components)
  // Trivy says so of its run; Grype puts the image before the place of each finding.
  const properties = objectOf(run.properties)
  const said = [properties.imageName, properties.imageID, ...textsOf(properties.repoDigests)]
  const found = objectsOf(run.results, 'results').filter(isFinding)
  const places = found.flatMap(imageOfPlaces)
  return {
    tool: textOf(objectOf(driver).name) ?? 'SARIF',
    madeAt: invocationTime(run),
    digests: said.flatMap((one) => digestsIn(textOf(one) ?? '')),
    names: [
      ...[properties.imageName, ...textsOf(properties.repoTags)]
        .filter((one) => textOf(one) !== undefined)
        .map(String),
      ...new Set(places),
    ],
    findings: found.flatMap((result) => findingOf(result, rules)),
  }
}

interface Rules {
  readonly byId: ReadonlyMap<string, JsonObject>
  /** By the number of the part of the tool, 0 for the driver, and that of the rule. */
  readonly byIndex: readonly (readonly JsonObject[])[]
}

function rulesOf(components: readonly JsonObject[]): Rules {
  const byIndex = components.map(({ rules }) => objectsOf(rules, 'rules'))
  return { byIndex, byId: new Map(byIndex.flat().map((rule) => [textOf(rule.id) ?? '', rule])) }
}

function isFinding({ kind, baselineState }: JsonObject): boolean {
  return !NO_FINDING.has(textOf(kind) ?? 'fail') && baselineState !== 'absent'
}

function findingOf(result: JsonObject, rules: Rules): readonly Finding[] {
  const { id: ruleId, index: ruleIndex, toolComponent } = objectOf(result.rule)
  const at = numberOf(result.ruleIndex) ?? numberOf(ruleIndex)
  const part = numberOf(objectOf(toolComponent).index)
  const listed = at === undefined ? undefined : rules.byIndex[part === undefined ? 0 : part + 1]?.[at]
  const name = textOf(result.ruleId) ?? textOf(ruleId) ?? textOf(listed?.id)
  if (name === undefined) throw new MalformedReport('has a result without a rule')
  const rule = rules.byId.get(name) ?? listed ?? {}
  const tags = textsOf(objectOf(rule.properties).tags).map((tag) => tag.toLowerCase())
  if (!tags.includes('vulnerability') && OTHER_KINDS.some((kind) => tags.includes(kind))) return []
  return [{ ...idInRule(name), severity: severityOf(result, rule, tags), package: packageOf(result) }]
}

const FLOOR_OF_LEVEL: ReadonlyMap<string, Severity> = new Map([
  ['error', 'high'],
  ['warning', 'medium'],
])
const SEVERITY_OF_LEVEL: ReadonlyMap<string, Severity> = new Map([
  ['error', 'critical'],
  ['warning', 'medium'],
  ['note', 'low'],
  ['none', 'none'],
])

function severityOf(result: JsonObject, rule: JsonObject, tags: readonly string[]): FoundSeverity {
  const own = objectOf(result.properties)['security-severity']
  const score = own ?? objectOf(rule.properties)['security-severity']
  const word = tags.find((tag) => tag === 'unknown' || severityOfWord(tag) !== 'unknown')
  const level = textOf(result.level)
  const ofRule = word === undefined ? ofScore(score) : severityOfWord(word)
  // One rule can have findings that differ, and then its level says so.
  const floor = FLOOR_OF_LEVEL.get(level ?? '')
  if (ofRule !== undefined) return floor !== undefined && isBelow(ofRule, floor) ? floor : ofRule
  const stands = level ?? textOf(objectOf(rule.defaultConfiguration).level) ?? 'warning'
  return SEVERITY_OF_LEVEL.get(stands) ?? 'unknown'
}

function isBelow(severity: FoundSeverity, floor: Severity): boolean {
  return severity !== 'unknown' && severity !== floor && !isWorse(severity, floor)
}

function ofScore(value: unknown): FoundSeverity | undefined {
  const text = typeof value === 'number' ? String(value) : textOf(value)
  return text === undefined ? undefined : severityOfScore(Number(text))
}

/** Trivy begins its message with the package; others say it somewhere in a sentence. */
function packageOf({ message }: JsonObject): string | null {
  return /^Package: (\S{1,200})$/m.exec(textOf(objectOf(message).text) ?? '')?.[1] ?? null
}

/** Grype's places are `IMAGE@LAYER:/PATH`. */
function imageOfPlaces({ locations }: JsonObject): readonly string[] {
  return objectsOf(locations, 'locations').flatMap(({ logicalLocations }) =>
    objectsOf(logicalLocations, 'logicalLocations').flatMap(({ fullyQualifiedName }) => {
      const image = /^([^\s]{1,500}?)@(?:sha256:[0-9a-f]{64})?:\//.exec(textOf(fullyQualifiedName) ?? '')?.[1]
      return image === undefined ? [] : [image]
    }),
  )
}

function invocationTime({ invocations }: JsonObject): string | null {
  const ends = objectsOf(invocations, 'invocations').map(({ endTimeUtc, startTimeUtc }) =>
    timeOf(endTimeUtc ?? startTimeUtc),
  )
  return (
    ends
      .filter((time) => time !== null)
      .toSorted()
      .at(-1) ?? null
  )
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined
}
