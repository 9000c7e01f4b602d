import { describe, expect, test } from 'vitest'
import {
  countedNames,
  includesLayers,
  isBrought,
  lackingKinds,
  natureOf,
  referrerName,
} from '../../src/model/referrers.ts'
import { digestOf } from '../../src/oci/digest.ts'
import type { ParsedManifest } from '../../src/oci/manifest.ts'
import type { CosignSuffix } from '../../src/oci/referrer-tags.ts'

const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json'
const EMPTY = 'application/vnd.oci.empty.v1+json'

interface Made {
  readonly artifactType?: string
  readonly config?: string
  readonly annotations?: Readonly<Record<string, string>>
  readonly layers?: readonly {
    readonly mediaType?: string
    readonly content?: string
    readonly annotations?: Readonly<Record<string, string>>
  }[]
}

function manifest({ artifactType, config = EMPTY, annotations = {}, layers = [] }: Made): ParsedManifest {
  return {
    kind: 'image',
    config: { mediaType: config, digest: digestOf('{}'), size: 2 },
    layers: layers.map(({ mediaType = 'text/plain', content = '', annotations: own }) => ({
      mediaType,
      digest: digestOf(content),
      size: content.length,
      ...(own === undefined ? {} : { annotations: own }),
    })),
    annotations,
    ...(artifactType === undefined ? {} : { artifactType }),
  }
}

function bundle(predicateType: string): Made {
  return {
    artifactType: BUNDLE,
    annotations: {
      'dev.sigstore.bundle.content': 'dsse-envelope',
      'dev.sigstore.bundle.predicateType': predicateType,
    },
  }
}

describe('what a referrer is', () => {
  const cases: readonly (readonly [string, Made, CosignSuffix | undefined, string])[] = [
    ['a signature of cosign 3', bundle('https://sigstore.dev/cosign/sign/v1'), undefined, 'signature'],
    ['a bundled provenance', bundle('https://slsa.dev/provenance/v1'), undefined, 'provenance attestation'],
    ['a bundled SPDX', bundle('https://spdx.dev/Document'), undefined, 'sbom attestation'],
    ['a bundled CycloneDX', bundle('https://cyclonedx.org/bom'), undefined, 'sbom attestation'],
    ['a bundled scan', bundle('https://cosign.sigstore.dev/attestation/vuln/v1'), undefined, 'attestation'],
    [
      'a bundled message signature',
      { artifactType: BUNDLE, annotations: { 'dev.sigstore.bundle.content': 'message-signature' } },
      undefined,
      'signature',
    ],
    ['a bundle that does not say', { artifactType: BUNDLE }, undefined, ''],
    [
      'a .sig tag',
      {
        config: 'application/vnd.oci.image.config.v1+json',
        layers: [{ mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json' }],
      },
      'sig',
      'signature',
    ],
    [
      'an .att tag with two attestations',
      {
        layers: [
          {
            mediaType: 'application/vnd.dsse.envelope.v1+json',
            annotations: { predicateType: 'https://slsa.dev/provenance/v0.2' },
          },
          {
            mediaType: 'application/vnd.dsse.envelope.v1+json',
            annotations: { predicateType: 'https://spdx.dev/Document' },
          },
        ],
      },
      'att',
      'sbom provenance attestation',
    ],
    ['an .sbom tag', { layers: [{ mediaType: 'text/spdx' }] }, 'sbom', 'sbom'],
    [
      'cosign with the referrers API of version 2',
      { config: 'application/vnd.dev.cosign.artifact.sig.v1+json' },
      undefined,
      'signature',
    ],
    ['notation', { artifactType: 'application/vnd.cncf.notary.signature' }, undefined, 'signature'],
    ['an SPDX document', { artifactType: 'application/spdx+json' }, undefined, 'sbom'],
    ['a CycloneDX document', { artifactType: 'application/vnd.cyclonedx+json' }, undefined, 'sbom'],
    [
      'an SBOM by its layer alone',
      { artifactType: 'example/x', layers: [{ mediaType: 'text/spdx+json' }] },
      undefined,
      'sbom',
    ],
    [
      'in-toto with a predicate',
      {
        artifactType: 'application/vnd.in-toto+json',
        layers: [{ annotations: { 'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v1' } }],
      },
      undefined,
      'provenance attestation',
    ],
    ['an artifact of another type', { artifactType: 'application/vnd.example.report' }, undefined, ''],
  ]
  test.each(cases)('%s', (_, made, suffix, kinds) => {
    expect(natureOf(manifest(made), suffix).kinds.join(' ')).toBe(kinds)
  })

  test('has a name: the kind that says most, else its type', () => {
    expect(referrerName({ kinds: ['sbom', 'attestation'], artifactType: BUNDLE })).toBe('sbom')
    expect(referrerName({ kinds: ['provenance', 'attestation'], artifactType: BUNDLE })).toBe('provenance')
    expect(referrerName({ kinds: [], artifactType: 'application/x' })).toBe('application/x')
    expect(referrerName({ kinds: [], artifactType: '' })).toBe('artifact')
    expect(countedNames(['signature', 'sbom', 'signature'])).toBe('2 × signature, sbom')
  })
})

test('a rule brings all, none, or what it names by kind or by artifact type', () => {
  const sbom = { kinds: ['sbom', 'attestation'], artifactType: BUNDLE } as const
  const report = { kinds: [], artifactType: 'application/vnd.example.report' } as const
  const brings = (copy: 'all' | 'none' | readonly string[]): readonly boolean[] =>
    [sbom, report].map((one) => isBrought({ copy, require: [] }, one))
  expect(brings('all')).toEqual([true, true])
  expect(brings('none')).toEqual([false, false])
  expect(brings(['attestation'])).toEqual([true, false])
  expect(brings(['application/vnd.example.report'])).toEqual([false, true])
  expect(brings(['signature'])).toEqual([false, false])
})

describe('what is required', () => {
  const signature = (subject: string) => ({ kinds: ['signature'], artifactType: BUNDLE, subject }) as const
  const index = {
    digest: 'index',
    children: [
      { digest: 'amd64', children: [] },
      { digest: 'arm64', children: [] },
    ],
  }

  test('is there on the image itself, or on each image of an index', () => {
    expect(lackingKinds(['signature'], index, [signature('index')])).toEqual([])
    expect(lackingKinds(['signature'], index, [signature('amd64'), signature('arm64')])).toEqual([])
  })

  test('is lacking when one image of an index has none, or only another referrer is signed', () => {
    expect(lackingKinds(['signature'], index, [signature('amd64')])).toEqual(['signature'])
    expect(lackingKinds(['signature'], index, [signature('sbom')])).toEqual(['signature'])
    expect(lackingKinds(['signature', 'sbom'], index, [])).toEqual(['signature', 'sbom'])
    expect(lackingKinds(['signature'], { digest: 'image', children: [] }, [])).toEqual(['signature'])
  })
})

describe('a cosign tag', () => {
  const signed = (...signatures: readonly string[]): ParsedManifest =>
    manifest({
      layers: signatures.map((one) => ({
        content: 'the same payload',
        annotations: { 'dev.cosignproject.cosign/signature': one },
      })),
    })

  test('has all of another one when it has its layers, told apart by their signatures', () => {
    expect(includesLayers(signed('a', 'b'), signed('a'))).toBe(true)
    expect(includesLayers(signed('a'), signed('a', 'b'))).toBe(false)
    expect(includesLayers(signed('a'), signed('b'))).toBe(false)
    expect(includesLayers(signed('b', 'a'), signed('a', 'b'))).toBe(true)
  })

  test('that holds an index has nothing that can be compared', () => {
    const index: ParsedManifest = { kind: 'index', manifests: [], annotations: {} }
    expect(includesLayers(index, signed('a'))).toBe(false)
    expect(includesLayers(signed('a'), index)).toBe(false)
  })
})
