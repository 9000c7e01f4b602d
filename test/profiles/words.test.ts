import { describe, expect, test } from 'vitest'
import { PROFILES } from '../../src/profiles/index.ts'
import { answerError, isImmutableRefusal } from '../../src/registry/failures/errors.ts'
import type { WireAnswer } from '../../src/registry/http/transport.ts'

function answer(status: number, code: string, message: string): WireAnswer {
  const body = Buffer.from(JSON.stringify({ errors: [{ code, message }] }))
  return { status, headers: { 'content-type': 'application/json' }, body }
}

function hintAt(host: string, refused: WireAnswer): string | undefined {
  const reference = `${host}/prod/api`
  return answerError({ doing: `write the tag 1.0 of ${reference}`, host, reference }, refused).details.hint
}

// Harbor's and zot's answers are those of recorded servers; the others' are quoted from issues and documentation.
const advised: readonly (readonly [string, string, WireAnswer, RegExp])[] = [
  [
    'harbor',
    'harbor.example.com',
    answer(401, 'UNAUTHORIZED', 'project no-such not found: project no-such not found'),
    /create it there first/,
  ],
  [
    'harbor',
    'harbor.example.com',
    answer(
      403,
      'DENIED',
      'adding 302.7 KiB of storage resource, which when updated to current usage of 0 B will exceed the configured upper limit of 293.0 KiB.',
    ),
    /quota is full/,
  ],
  [
    'harbor',
    'harbor.example.com',
    answer(403, 'DENIED', 'The system is in read only mode. Any modification is prohibited.'),
    /read-only for now/,
  ],
  [
    'harbor',
    'harbor.example.com',
    answer(412, 'PROJECTPOLICYVIOLATION', 'The image is not signed by cosign.'),
    /policy/,
  ],
  ['zot', 'zot.example.com', answer(415, 'MANIFEST_INVALID', 'manifest invalid'), /docker2s2/],
  [
    'distribution',
    'mirror.example.com:5000',
    answer(405, 'UNSUPPORTED', 'The operation is unsupported.'),
    /pull-through/,
  ],
  [
    'ecr',
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
    answer(
      404,
      'NAME_UNKNOWN',
      "The repository with name 'prod/api' does not exist in the registry with id '123456789012'",
    ),
    /aws ecr create-repository/,
  ],
  [
    'google',
    'europe-north1-docker.pkg.dev',
    answer(
      403,
      'DENIED',
      'Permission "artifactregistry.repositories.uploadArtifacts" denied on resource "projects/acme/locations/europe-north1/repositories/prod" (or it may not exist)',
    ),
    /gcloud artifacts repositories create/,
  ],
  [
    'alibaba',
    'registry.cn-hangzhou.aliyuncs.com',
    answer(403, 'DENIED', 'unknown manifest class for application/vnd.oci.empty.v1+json'),
    /--provenance=false/,
  ],
  [
    'huawei',
    'swr.cn-north-4.myhuaweicloud.com',
    answer(400, 'SVCSTG.SWR.4001016', "Invalid image, fail to parse 'manifest.json'"),
    /--provenance=false/,
  ],
]

describe("advice in a registry's own words", () => {
  test.for(advised)('%s on %s', ([, host, refused, words]) => {
    expect(hintAt(host, refused)).toMatch(words)
  })

  test('every profile with advice is tried', () => {
    const having = PROFILES.filter(({ advice }) => advice !== undefined).map(({ kind }) => kind)
    expect(new Set(advised.map(([kind]) => kind))).toEqual(new Set(having))
  })

  test('a host that is known is not advised in the words of another', () => {
    for (const [, host, refused, words] of advised) {
      const other = host === 'quay.io' ? 'ghcr.io' : 'quay.io'
      expect(hintAt(other, refused) ?? '').not.toMatch(words)
    }
  })

  test('no words of its own: what is said everywhere', () => {
    expect(hintAt('harbor.example.com', answer(403, 'DENIED', 'no'))).toMatch(/check its rights/)
    expect(hintAt('zot.example.com', answer(400, 'MANIFEST_INVALID', 'manifest invalid'))).toBeUndefined()
  })
})

const refusals = [
  ['alibaba', 403, 'DENIED', 'The requested tag already exists and cannot be overwritten.'],
  ['azure', 405, 'REGISTRY_DISALLOWED_OPERATION', 'The operation is disallowed on this registry'],
  ['harbor', 412, 'PRECONDITION', "Failed to process request due to 'app:v1.0' configured as immutable."],
  ['nexus', 400, 'BLOB_UPLOAD_INVALID', 'Repository does not allow updating assets: docker-prod'],
  ['quay', 409, 'TAG_IMMUTABLE', 'tag is not to move'],
] as const

test.for(refusals)('%s refuses to move a tag with %s %s', ([kind, status, code, message]) => {
  expect(isImmutableRefusal(answer(status, code, message))).toBe(true)
  const own = PROFILES.find((profile) => profile.kind === kind)?.immutableWords
  expect(own?.test(`${code}: ${message}`)).toBe(true)
})

test('every profile with words of its own for that is tried', () => {
  const having = PROFILES.filter(({ immutableWords }) => immutableWords !== undefined).map(({ kind }) => kind)
  expect(new Set<string>(refusals.map(([kind]) => kind))).toEqual(new Set(having))
})

test('what is known of a limit is told where the answer does not say', () => {
  const busy = answer(503, 'SVCSTG.SWR', 'too many')
  expect(hintAt('swr.cn-north-4.myhuaweicloud.com', busy)).toMatch(/^20 pushes a second for a tenant/)
  const limited: WireAnswer = { status: 429, headers: {}, body: Buffer.from('too many') }
  expect(hintAt('docker.io', limited)).toMatch(/^Pulls are counted for an address or an account/)
  expect(hintAt('ghcr.io', limited)).toMatch(/^Try again later/)
})
