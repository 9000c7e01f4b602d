import type { RegistryProfile } from '../../model/profile.ts'

/** Alibaba Cloud Container Registry: `registry[-vpc].REGION.aliyuncs.com`, `….REGION.[personal.]cr.aliyuncs.com`. */
export const ALIBABA: RegistryProfile = {
  kind: 'alibaba',
  name: 'Alibaba Cloud ACR',
  hosts: [/(?:^|\.)aliyuncs\.com$/],
  search: {
    kind: 'none',
    why: 'ACR lists its repositories in its console and by the API of Alibaba Cloud alone.',
  },
  repositoryForm: () => ({ least: 2, written: 'NAMESPACE/NAME' }),
  // "The requested tag already exists and cannot be overwritten."
  immutableWords: /cannot be overwritten/i,
  loginNote:
    'The password is the one set for the registry in its console, or a temporary one; it is not that of the cloud account.',
  failureWords: /unknown manifest class/i,
  advice: [
    {
      says: /unknown manifest class/i,
      hint: "ACR's personal edition refuses the attestations that BuildKit adds to an image. They are part of its index: `referrers` and `platforms` cannot leave them out, for that would be another digest. Build it with --provenance=false --sbom=false, promote the images of its platforms by their own digests (`promote inspect` shows them), or use a registry of the enterprise edition.",
    },
  ],
  known: {
    immutability: {
      says: 'The enterprise edition can fix all tags but latest.',
      from: 'its documented answers',
      source: "Alibaba Cloud's documentation",
    },
  },
}
