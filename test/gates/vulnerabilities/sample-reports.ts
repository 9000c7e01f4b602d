import { Buffer } from 'node:buffer'

/** One vulnerability of a sample: its id, its severity in small letters, its package. */
export type SampleFinding = readonly [id: string, severity: string, name: string]

/** What a sample is about, as far as its form can say. */
export interface SampleImage {
  readonly name?: string
  readonly digest?: string
  readonly config?: string
  readonly madeAt?: string
}

/** `trivy image --format json`. */
export function trivyReport(findings: readonly SampleFinding[], image: SampleImage = {}): object {
  const { name = 'registry.example.com/shop/api:1.4.2', digest, config, madeAt } = image
  return {
    SchemaVersion: 2,
    CreatedAt: madeAt ?? '2026-11-20T08:00:00.123456789Z',
    ArtifactName: name,
    ArtifactType: 'container_image',
    Metadata: {
      OS: { Family: 'alpine', Name: '3.20.3' },
      ...(config === undefined ? {} : { ImageID: config }),
      DiffIDs: [`sha256:${'d'.repeat(64)}`],
      RepoTags: [name],
      ...(digest === undefined ? {} : { RepoDigests: [`${name.replace(/:[^/]*$/, '')}@${digest}`] }),
    },
    Results: [
      { Target: `${name} (alpine 3.20.3)`, Class: 'os-pkgs', Type: 'alpine' },
      {
        Target: 'app/package-lock.json',
        Class: 'lang-pkgs',
        Type: 'npm',
        Vulnerabilities: findings.map(([id, severity, PkgName]) => ({
          VulnerabilityID: id,
          PkgName,
          InstalledVersion: '1.0.0',
          Layer: { Digest: `sha256:${'e'.repeat(64)}` },
          SeveritySource: 'nvd',
          Severity: severity.toUpperCase(),
          Title: `${PkgName}: something`,
        })),
      },
    ],
  }
}

/** `grype -o json`. */
export function grypeReport(findings: readonly SampleFinding[], image: SampleImage = {}): object {
  const { name = 'registry.example.com/shop/api:1.4.2', digest, config, madeAt } = image
  return {
    matches: findings.map(([id, severity, artifact]) => ({
      vulnerability: {
        id,
        dataSource: '',
        severity: severity.slice(0, 1).toUpperCase() + severity.slice(1),
        cvss: [{ version: '3.1', metrics: { baseScore: 5 } }],
        fix: { versions: [], state: '' },
      },
      relatedVulnerabilities: [{ id: `${id}-RELATED` }],
      artifact: { id: 'a246fd2054833c93', name: artifact, version: '1.0.0', type: 'deb' },
    })),
    ignoredMatches: [],
    source: {
      type: 'image',
      target: {
        userInput: name,
        ...(config === undefined ? {} : { imageID: config }),
        ...(digest === undefined ? {} : { manifestDigest: digest }),
        tags: [],
        repoDigests: [],
      },
    },
    descriptor: { name: 'grype', version: '0.84.0', timestamp: madeAt ?? '2026-11-20T09:00:00+01:00' },
  }
}

/** `trivy image --format sarif`. */
export function trivySarif(findings: readonly SampleFinding[], image: SampleImage = {}): object {
  const { name = 'registry.example.com/shop/api:1.4.2', digest, config } = image
  const level = (severity: string): string =>
    ({ critical: 'error', high: 'error', medium: 'warning' })[severity] ?? 'note'
  return {
    version: '2.1.0',
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    runs: [
      {
        tool: {
          driver: {
            fullName: 'Trivy Vulnerability Scanner',
            name: 'Trivy',
            rules: findings.map(([id, severity]) => ({
              id,
              name: 'OsPackageVulnerability',
              defaultConfiguration: { level: level(severity) },
              properties: {
                precision: 'very-high',
                'security-severity': '5.5',
                tags: ['vulnerability', 'security', severity.toUpperCase()],
              },
            })),
          },
        },
        results: findings.map(([id, severity, name], ruleIndex) => ({
          ruleId: id,
          ruleIndex,
          level: level(severity),
          message: { text: `Package: ${name}\nInstalled Version: 1.0.0\nVulnerability ${id}` },
        })),
        columnKind: 'utf16CodeUnits',
        properties: {
          imageName: name,
          ...(config === undefined ? {} : { imageID: config }),
          repoDigests: digest === undefined ? null : [`registry.example.com/shop/api@${digest}`],
        },
      },
    ],
  }
}

/** `grype -o sarif`: the rule has the package behind the id, and a score instead of a word. */
export function grypeSarif(
  findings: readonly (readonly [id: string, score: string, name: string])[],
  name = 'registry.example.com/shop/api:1.4.2',
): object {
  return {
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'grype',
            rules: findings.map(([id, score, item]) => ({
              id: `${id}-${item}`,
              properties: { 'security-severity': score },
            })),
          },
        },
        results: findings.map(([id, , item]) => ({
          ruleId: `${id}-${item}`,
          message: { text: `A package ${item} is vulnerable` },
          locations: [
            {
              physicalLocation: { artifactLocation: { uri: 'lib/apk/db/installed' } },
              logicalLocations: [
                { fullyQualifiedName: `${name}@sha256:${'d'.repeat(64)}:/lib/apk/db/installed` },
              ],
            },
          ],
        })),
      },
    ],
  }
}

/** CycloneDX 1.6, as Grype writes it. */
export function cycloneDxReport(vulnerabilities: readonly object[], image: SampleImage = {}): object {
  const { name = 'registry.example.com/shop/api', digest, madeAt } = image
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: 'urn:uuid:9ea52bd6-fcca-4de6-b58b-7abfef7b07cb',
    version: 1,
    metadata: {
      timestamp: madeAt ?? '2026-11-20T09:00:00+01:00',
      tools: { components: [{ type: 'application', author: 'anchore', name: 'grype' }] },
      component: {
        'bom-ref': '1882f79f937f7d91',
        type: 'container',
        name,
        ...(digest === undefined ? {} : { version: digest }),
      },
    },
    components: [{ 'bom-ref': 'pkg:deb/zlib@1.2', type: 'library', name: 'zlib', version: '1.2' }],
    vulnerabilities,
  }
}

/** An in-toto statement about a digest. */
export function statement(digest: string, predicateType: string, predicate: unknown): object {
  const [algorithm = '', hex] = digest.split(':')
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'registry.example.com/shop/api', digest: { [algorithm]: hex } }],
    predicateType,
    predicate,
  }
}

/** The predicate of `cosign attest --type vuln` around a scanner's own report. */
export function cosignVuln(result: unknown): object {
  return {
    invocation: { parameters: null, uri: '', event_id: '', 'builder.id': '' },
    scanner: { uri: 'pkg:github/aquasecurity/trivy@v0.57.0', version: 'v0.57.0', db: {}, result },
    metadata: { scanStartedOn: '2026-11-20T08:00:00Z', scanFinishedOn: '2026-11-20T08:01:00Z' },
  }
}

/** A DSSE envelope, as a layer of cosign's `.att` tags; nobody looks at its signature here. */
export function envelope(payload: object): object {
  return {
    payloadType: 'application/vnd.in-toto+json',
    payload: Buffer.from(JSON.stringify(payload)).toString('base64'),
    signatures: [{ sig: 'MEUCIQ==' }],
  }
}

/** A Sigstore bundle around it. */
export function bundle(payload: object): object {
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { publicKey: { hint: 'K' } },
    dsseEnvelope: envelope(payload),
  }
}
