import type { AttachedManifest } from '../../model/gates/gate.ts'
import type { ReportFormat } from '../../model/gates/rules.ts'
import type { Descriptor } from '../../oci/descriptor.ts'

/** Words in the media types of reports that are of one form; what none of them stands in may be of any. */
const WORDS: Readonly<Record<ReportFormat, RegExp>> = {
  sarif: /sarif/i,
  trivy: /trivy/i,
  grype: /grype/i,
  cyclonedx: /cyclonedx/i,
  'in-toto': /attestation\/vulns/i,
}

/** What may hold a report: JSON, an attestation, or what says that it is one. */
const MAY_HOLD = /json|in-toto|dsse|sigstore\.bundle|vuln|scan|report/i
/** What is meant for a report. */
const SURELY = /vuln|scan/i
/** What is surely something else. */
const OTHER = /spdx|simplesigning|notary|provenance|cosign\/sign\/|slsa\.dev/i

/** Where attestations say what they are about. */
const PREDICATE_ANNOTATIONS = [
  'dev.sigstore.bundle.predicateType',
  'in-toto.io/predicate-type',
  'predicateType',
]

/** A layer of a referrer that may hold a report. */
export interface LayerToRead {
  readonly layer: Descriptor
  readonly referrer: AttachedManifest
  /** Whether its types say so; else it is a report only if it can be read as one. */
  readonly isSurely: boolean
}

/**
 * The layers of a referrer that may hold a report of this form, by its artifact type, the types of its layers, and the
 * predicates that are named: reading all that is attached would cost an image with large SBOMs dear.
 */
export function layersToRead(referrer: AttachedManifest, wanted: ReportFormat): readonly LayerToRead[] {
  const { parsed, artifactType } = referrer
  if (parsed.kind === 'index') return []
  return parsed.layers.flatMap((layer) => {
    const predicates = [parsed.annotations, layer.annotations ?? {}].flatMap((annotations) =>
      PREDICATE_ANNOTATIONS.flatMap((name) => annotations[name] ?? []),
    )
    const named = [artifactType, layer.mediaType, ...predicates].join(' ')
    if (WORDS[wanted].test(named)) return [{ layer, referrer, isSurely: true }]
    return mayHold(named, wanted) ? [{ layer, referrer, isSurely: SURELY.test(named) }] : []
  })
}

function mayHold(named: string, wanted: ReportFormat): boolean {
  const isOtherForm = Object.entries(WORDS).some(([form, word]) => form !== wanted && word.test(named))
  return !isOtherForm && !OTHER.test(named) && MAY_HOLD.test(named)
}
