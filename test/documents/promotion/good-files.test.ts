import { generateKeyPairSync } from 'node:crypto'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { findPromotionFile } from '../../../src/documents/promotion/find-promotion-file.ts'
import { loadPromotionFile } from '../../../src/documents/promotion/promotion-file.ts'
import type { AttestRule } from '../../../src/model/attestation/rule.ts'
import { type GateRules, NO_GATES, PLAIN_RULE } from '../../../src/model/gates/rules.ts'
import { temporaryFolder } from '../../support/folders.ts'
import { makeClientCertificate, makeServerCertificate } from '../../support/tls.ts'
import { file, load, selecting } from '../reading.ts'

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n'

/** A client certificate with its key: NAME.cert and NAME.key. */
async function makeClient(folder: string, name: string): Promise<void> {
  const authority = await temporaryFolder()
  await makeClientCertificate(folder, name, await makeServerCertificate(authority))
}

test('every key is read, and paths start at the folder of the file', async () => {
  const folder = await temporaryFolder()
  const path = join(folder, 'promotion.yaml')
  await writeFile(join(folder, 'ca.pem'), CERTIFICATE)
  await makeClient(folder, 'shop')
  await writeFile(
    path,
    `version: 1
project: shop
environments:
  - name: dev
    repository: oci:registries/dev/{image}
  - name: test
    repository: \${REGISTRY}/shop/{image}
  - name: prod
    from: [test, dev]
    repository: registry.example.com/prod/{flat}
    tags: ["{tag}", "{major}.{minor}"]
    immutable: ["v*"]
    confirm: true
    onFailure: keep
    retain: 5
    referrers: { copy: [signature, application/spdx+json], require: [signature, signature] }
    gates: { order: ledger, soak: { for: 24h, overridable: false } }
images:
  - name: team/web
    select: ["1.4.2", "2.*", "{env}", { semver: ">=2.0 <3", newest: 1 }, { regex: '^v\\d+$' }, { digest: "sha256:${'a'.repeat(64)}" }]
    exclude: ["1.4.3", "{env}-*"]
    platforms: [linux/amd64, linux/arm/v7]
    repository: { prod: docker.io/acme/web }
    optional: true
ledger:
  file: records/\${NAME}.jsonl
defaults: { concurrency: 4, retries: 0, timeout: 2m }
registries:
  "\${REGISTRY}": { plainHttp: true, caFile: ca.pem, kind: harbor }
  registry.example.com:
    clientCert: \${NAME}.cert
    clientKey: \${NAME}.key
    mirrors: ["mirror.example.com:5000", "\${REGISTRY}/hub-proxy/team", docker.io]
    requestsPerSecond: 2.5
    metadataConcurrency: 8
`,
  )
  const { position, digest, ...config } = await loadPromotionFile(path, {
    env: { REGISTRY: 'localhost:5000', NAME: 'shop' },
  })
  expect(config).toEqual({
    project: 'shop',
    file: path,
    folder,
    environments: [
      {
        name: 'dev',
        repository: 'oci:registries/dev/{image}',
        tags: ['{tag}'],
        immutable: [],
        confirm: false,
        onFailure: 'restore',
        retain: 0,
        from: [],
        referrers: { copy: 'all', require: [] },
        gates: NO_GATES,
      },
      {
        name: 'test',
        repository: 'localhost:5000/shop/{image}',
        tags: ['{tag}'],
        immutable: [],
        confirm: false,
        onFailure: 'restore',
        retain: 0,
        from: ['dev'],
        referrers: { copy: 'all', require: [] },
        gates: NO_GATES,
      },
      {
        name: 'prod',
        repository: 'registry.example.com/prod/{flat}',
        tags: ['{tag}', '{major}.{minor}'],
        immutable: ['v*'],
        confirm: true,
        onFailure: 'keep',
        retain: 5,
        from: ['test', 'dev'],
        referrers: { copy: ['signature', 'application/spdx+json'], require: ['signature'] },
        gates: {
          order: { ...PLAIN_RULE, require: 'ledger' },
          soak: { ...PLAIN_RULE, overridable: false, forMs: 86_400_000, since: 'outcome' },
        },
      },
    ],
    images: [
      {
        name: 'team/web',
        select: [
          { kind: 'tag', tag: '1.4.2' },
          { kind: 'glob', glob: '2.*' },
          { kind: 'tag', tag: '{env}' },
          { kind: 'semver', range: '>=2.0 <3', newest: 1 },
          { kind: 'regex', pattern: '^v\\d+$', matches: expect.any(Function) },
          { kind: 'digest', digest: `sha256:${'a'.repeat(64)}` },
        ],
        exclude: ['1.4.3', '{env}-*'],
        platforms: ['linux/amd64', 'linux/arm/v7'],
        repository: { prod: 'docker.io/acme/web' },
        optional: true,
      },
    ],
    ledger: { kind: 'file', file: join(folder, 'records/shop.jsonl') },
    defaults: { concurrency: 4, retries: 0, timeoutMs: 120_000 },
    registries: {
      'localhost:5000': { plainHttp: true, caFile: join(folder, 'ca.pem'), kind: 'harbor' },
      'registry.example.com': {
        clientCert: join(folder, 'shop.cert'),
        clientKey: join(folder, 'shop.key'),
        mirrors: [
          { host: 'mirror.example.com:5000', prefix: '' },
          { host: 'localhost:5000', prefix: 'hub-proxy/team/' },
          { host: 'docker.io', prefix: '' },
        ],
        requestsPerSecond: 2.5,
        metadataConcurrency: 8,
      },
    },
  })
  expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/)
  expect(position('environments.2.immutable')).toEqual({ line: 12, column: 5 })
  expect(position('images.0.select.1')).toEqual({ line: 20, column: 23 })
  expect(position('environments.7')).toBeUndefined()
})

test('what is left out has its default', async () => {
  const config = await load(file({}))
  expect(config.project).toMatch(/^promote-test-/)
  expect(config.ledger).toEqual({ kind: 'file', file: join(config.folder, 'promotions.jsonl') })
  expect(config.defaults).toEqual({ concurrency: 8, retries: 5, timeoutMs: 60_000 })
  expect(config.registries).toEqual({})
  expect(config.environments.map(({ from }) => from)).toEqual([[], ['dev']])
})

test.each([
  '1.10',
  '1.0',
  '2026-01-02',
  '20260102',
  '1e3',
  '1.50e1',
  '0x10',
  '0o17',
  '007',
  '9007199254740993',
  '1_000',
  'no',
  'null0',
])('the tag %s stays as it is written, with and without quotes', async (tag) => {
  const [plain, list, quoted] = await Promise.all(
    [tag, `[${tag}]`, `"${tag}"`].map(async (select) => (await load(selecting(select))).images[0]?.select),
  )
  expect(plain).toEqual([{ kind: 'tag', tag }])
  expect(list).toEqual(plain)
  expect(quoted).toEqual(plain)
})

test('numbers stay as they are written in tags, immutable and names, and through anchors', async () => {
  const config = await load(`version: 1
project: 1.50
environments:
  - { name: 007, repository: "a.io/{image}", tags: [&t 1.10], immutable: [*t, 2.0] }
images:
  - { name: 1.20, select: *t }
`)
  expect(config.project).toBe('1.50')
  expect(config.environments[0]).toMatchObject({ name: '007', tags: ['1.10'], immutable: ['1.10', '2.0'] })
  expect(config.images[0]).toMatchObject({ name: '1.20', select: [{ kind: 'tag', tag: '1.10' }] })
})

test('a regex that explodes elsewhere takes as many steps as the tag has characters', async () => {
  const config = await load(selecting('{ regex: "^(a+)+$" }'))
  const [selector] = config.images[0]?.select ?? []
  if (selector?.kind !== 'regex') throw new Error('No regex came back.')
  // An engine that goes back would take 2^128 steps here, so that this test would never end.
  expect(selector.matches(`${'a'.repeat(127)}b`)).toBe(false)
  expect(selector.matches('a'.repeat(128))).toBe(true)
})

test('a regex is found anywhere unless it is anchored', async () => {
  const config = await load(selecting('{ regex: "rc" }'))
  const [selector] = config.images[0]?.select ?? []
  if (selector?.kind !== 'regex') throw new Error('No regex came back.')
  expect(['1.0-rc.1', 'rc', '1.0'].filter(selector.matches)).toEqual(['1.0-rc.1', 'rc'])
})

test('the config digest is that of what the file says, not of how it is written', async () => {
  const written = await load(file({}))
  const otherwise = await load(
    `# the same
images: [{ select: &tag 1.4.2, name: api }]
environments:
  - { repository: "registry.example.com/\${STAGE}/{image}", name: dev }
  - { name: prod, repository: "registry.example.com/prod/{image}" }
version: 1
`,
    { STAGE: 'dev' },
  )
  const other = await load(file({}).replace('1.4.2', '1.4.3'))
  expect(otherwise.digest).toBe(written.digest)
  expect(other.digest).not.toBe(written.digest)
})

test('the config digest covers the content of the files that are named, and not where they are', async () => {
  const digestWith = async (certificate: string): Promise<string> => {
    const folder = await temporaryFolder()
    const path = join(folder, 'promotion.yaml')
    await writeFile(path, file({ more: 'registries:\n  a.io: { caFile: ca.pem }\n' }))
    await writeFile(join(folder, 'ca.pem'), certificate)
    return (await loadPromotionFile(path, { env: {} })).digest
  }
  const first = await digestWith(CERTIFICATE)
  expect(await digestWith(CERTIFICATE)).toBe(first)
  expect(await digestWith(`${CERTIFICATE}${CERTIFICATE}`)).not.toBe(first)
})

test('the config digest covers the client certificate and its key', async () => {
  const folder = await temporaryFolder()
  const path = join(folder, 'promotion.yaml')
  const text = 'registries:\n  a.io: { clientCert: ci.cert, clientKey: ci.key }\n'
  await writeFile(path, file({ more: text }))
  const digests = new Set<string>()
  for (let round = 0; round < 2; round++) {
    await makeClient(folder, 'ci')
    digests.add((await loadPromotionFile(path, { env: {} })).digest)
    digests.add((await loadPromotionFile(path, { env: {} })).digest)
  }
  expect(digests.size).toBe(2)
})

test('the file is found in a folder or the nearest parent, and folders of that name are passed by', async () => {
  const root = await temporaryFolder()
  const inner = join(root, 'a', 'b')
  await mkdir(join(inner, 'promotion.yaml'), { recursive: true })
  await writeFile(join(root, 'promotion.yaml'), '')
  expect(await findPromotionFile(inner)).toBe(join(root, 'promotion.yaml'))
  await writeFile(join(root, 'a', 'promotion.yaml'), '')
  expect(await findPromotionFile(inner)).toBe(join(root, 'a', 'promotion.yaml'))
})

test('a file that is not there, and a folder, are told apart', async () => {
  const folder = await temporaryFolder()
  await expect(loadPromotionFile(join(folder, 'none.yaml'), { env: {} })).rejects.toThrow(
    /none\.yaml cannot be read: there is no such file\.$/,
  )
  await expect(loadPromotionFile(folder, { env: {} })).rejects.toThrow(/cannot be read: it is a folder\.$/)
})

test('reading stops when it is aborted', async () => {
  const path = join(await temporaryFolder(), 'promotion.yaml')
  await writeFile(path, file({}))
  const signal = AbortSignal.abort()
  await expect(loadPromotionFile(path, { env: {}, signal })).rejects.toMatchObject({ name: 'AbortError' })
})

test('every example is valid', async () => {
  const examples = join(import.meta.dirname, '../../../examples')
  // The examples of pipelines have workflows, and no promotion file of their own.
  const files = (await readdir(examples, { recursive: true })).filter(
    (file) => basename(file) === 'promotion.yaml',
  )
  const folders = files.map((file) => ({ name: dirname(file) }))
  const loaded = await Promise.all(
    folders.map(async ({ name }) => {
      const path = join(examples, name, 'promotion.yaml')
      const config = await loadPromotionFile(path, { env: { REGISTRY: 'localhost:5000' } })
      return { name, environments: config.environments.length }
    }),
  )
  expect(loaded.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['docker-hub-flat', 'oci-layouts', 'single-registry-tags', 'two-registries']),
  )
  for (const { environments } of loaded) expect(environments).toBeGreaterThan(1)
})

test.each([
  ['some of the exact tags', '["1.4.2", "1.4.3"]', '"1.4.3"'],
  ['a tag of one environment', '"{env}"', '"prod"'],
  ['tags of a glob', '"1.*"', '"1.4.*"'],
  ['all tags, where a digest is selected', `{ digest: "sha256:${'a'.repeat(64)}" }`, '"*"'],
  ['a number', '"1.*"', '1.10'],
])('an exclude may leave out %s', async (_, select, exclude) => {
  const config = await load(selecting(`${select}\n    exclude: ${exclude}`))
  expect(config.images[0]?.exclude).toEqual([exclude.replaceAll('"', '')])
})

test('an exclude is part of the config digest', async () => {
  const [plain, excluding] = await Promise.all([
    load(selecting('"1.*"')),
    load(selecting('"1.*"\n    exclude: "1.4.*"')),
  ])
  expect(excluding.digest).not.toBe(plain.digest)
})

test('every gate is read, in its short and its long form, with the files it names', async () => {
  const folder = await temporaryFolder()
  const path = join(folder, 'promotion.yaml')
  const key = await makeKey(join(folder, 'cosign.pub'))
  await writeFile(
    join(folder, 'signers'),
    'kari@example.com ssh-ed25519 AAAA\nola@example.com ssh-ed25519 AAAA\n',
  )
  const gatesOf = async (gates: string): Promise<GateRules | undefined> => {
    await writeFile(
      path,
      `version: 1
environments:
  - { name: test, repository: "oci:test/{image}" }
  - name: prod
    repository: oci:prod/{image}
    gates:
${gates.replaceAll(/^/gm, '      ')}
images: [{ name: api, select: ["1.0.0"] }]
`,
    )
    const config = await loadPromotionFile(path, { env: { KEY: 'cosign.pub' } })
    return config.environments[1]?.gates
  }
  const cosign = { name: 'cosign.pub', path: join(folder, 'cosign.pub'), text: key }
  const both = { appliesTo: ['promotion', 'rollback'], overridable: false }
  expect(
    await gatesOf(`soak: 2w
signature: [{ key: "\${KEY}" }]
referrers: [sbom, sbom]
platforms: [linux/amd64]
labels: { tier: [gold, silver], org.opencontainers.image.source: "https://github.com/acme/*" }
age: { most: 30d }
approvals: { count: 2, unsigned: allow }
command: [{ run: ["./policy.sh", "{image}"] }, { run: ["exit 0"], shell: true, name: note, env: [POLICY_URL], timeout: 5s }]`),
  ).toEqual({
    order: NO_GATES.order,
    soak: { ...PLAIN_RULE, forMs: 1_209_600_000, since: 'outcome' },
    signature: { ...PLAIN_RULE, anyOf: false, signers: [{ kind: 'key', key: cosign }] },
    referrers: { ...PLAIN_RULE, require: ['sbom'] },
    platforms: { ...PLAIN_RULE, require: ['linux/amd64'] },
    labels: {
      ...PLAIN_RULE,
      match: { tier: ['gold', 'silver'], 'org.opencontainers.image.source': ['https://github.com/acme/*'] },
    },
    age: { ...PLAIN_RULE, mostMs: 2_592_000_000 },
    approvals: { ...PLAIN_RULE, count: 2, selfApproval: false },
    command: [
      {
        ...PLAIN_RULE,
        run: ['./policy.sh', '{image}'],
        name: 'policy.sh',
        shell: false,
        env: [],
        timeoutMs: 60_000,
      },
      { ...PLAIN_RULE, run: ['exit 0'], name: 'note', shell: true, env: ['POLICY_URL'], timeoutMs: 5000 },
    ],
  })
  const long = 'appliesTo: [promotion, rollback], overridable: false'
  expect(
    await gatesOf(`order: { require: ledger, ${long} }
soak: { for: 24h, since: created, ${long} }
freeze: { timezone: Europe/Oslo, windows: ["Fri 15:00/Mon 07:00"], ${long} }
signature: { anyOf: [{ key: cosign.pub }], ${long} }
referrers: { require: [provenance], ${long} }
platforms: { require: [linux/arm/v7], ${long} }
labels: { match: { tier: gold }, ${long} }
age: { most: 30d, least: 1h, ${long} }
vulnerabilities: { report: sarif, file: "reports/{flat}.sarif", most: medium, maxAge: 7d, except: [{ id: CVE-2026-1, until: "2027-01-31" }], ${long} }
approvals: { count: 2, allowedSigners: signers, selfApproval: true, validFor: 72h, ${long} }
command: { run: ["./policy.sh"], ${long} }`),
  ).toEqual({
    order: { ...both, require: 'ledger' },
    soak: { ...both, forMs: 86_400_000, since: 'created' },
    freeze: { ...both, timezone: 'Europe/Oslo', windows: ['Fri 15:00/Mon 07:00'] },
    signature: { ...both, anyOf: true, signers: [{ kind: 'key', key: cosign }] },
    referrers: { ...both, require: ['provenance'] },
    platforms: { ...both, require: ['linux/arm/v7'] },
    labels: { ...both, match: { tier: ['gold'] } },
    age: { ...both, mostMs: 2_592_000_000, leastMs: 3_600_000 },
    vulnerabilities: {
      ...{ ...both, report: 'sarif', file: join(folder, 'reports/{flat}.sarif'), most: 'medium' },
      maxAgeMs: 604_800_000,
      except: [{ id: 'CVE-2026-1', until: '2027-01-31' }],
    },
    approvals: {
      ...{ ...both, count: 2, selfApproval: true, validForMs: 259_200_000 },
      allowedSigners: {
        name: 'signers',
        path: join(folder, 'signers'),
        text: 'kari@example.com ssh-ed25519 AAAA\nola@example.com ssh-ed25519 AAAA\n',
      },
    },
    command: [{ ...both, run: ['./policy.sh'], name: 'policy.sh', shell: false, env: [], timeoutMs: 60_000 }],
  })
})

test('what is attested is read with its keys named and not opened', async () => {
  const folder = await temporaryFolder()
  const path = join(folder, 'promotion.yaml')
  const attestOf = async (attest: string): Promise<AttestRule | undefined> => {
    await writeFile(
      path,
      `version: 1
environments:
  - { name: test, repository: "oci:test/{image}" }
  - { name: prod, repository: "oci:prod/{image}", attest: ${attest} }
images: [{ name: api, select: ["1.0.0"] }]
`,
    )
    return (await loadPromotionFile(path, { env: { KEYS: 'keys' } })).environments[1]?.attest
  }
  const file = (name: string) => ({ kind: 'file', file: join(folder, name), written: name }) as const
  const one = { key: file('keys/attest.key') }
  expect(await attestOf('{ key: "${KEYS}/attest.key" }')).toEqual({
    as: ['record', 'summary'],
    keys: { record: one, summary: one },
    format: 'bundle',
    verifier: 'urn:promote:verifier',
  })
  expect(
    await attestOf(
      '{ key: env:KEY, password: env:PASS, as: [summary], summaryKey: s.key, summaryPassword: env:OTHER, format: tag, verifier: "https://acme.example/p" }',
    ),
  ).toEqual({
    as: ['summary'],
    keys: {
      record: { key: { kind: 'env', name: 'KEY' }, password: 'PASS' },
      summary: { key: file('s.key'), password: 'OTHER' },
    },
    format: 'tag',
    verifier: 'https://acme.example/p',
  })
})

test('the content of a file that a gate names belongs to the config digest', async () => {
  const folder = await temporaryFolder()
  const path = join(folder, 'promotion.yaml')
  await writeFile(
    path,
    `version: 1
environments:
  - { name: test, repository: "oci:test/{image}" }
  - { name: prod, repository: "oci:prod/{image}", gates: { signature: [{ key: cosign.pub }] } }
images: [{ name: api, select: ["1.0.0"] }]
`,
  )
  const digestNow = async (): Promise<string> => (await loadPromotionFile(path, { env: {} })).digest
  await makeKey(join(folder, 'cosign.pub'))
  const before = await digestNow()
  expect(await digestNow()).toBe(before)
  await makeKey(join(folder, 'cosign.pub'))
  expect(await digestNow()).not.toBe(before)
})

/** Writes a fresh public key. @returns its text */
async function makeKey(path: string): Promise<string> {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const text = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  await writeFile(path, text)
  return text
}
