// What a bundle needs of Sigstore's libraries, in one file of its own: it is loaded when the first one is looked at.
export { bundleFromJSON } from '@sigstore/bundle'
export { TrustedRoot } from '@sigstore/protobuf-specs'
export { toSignedEntity, toTrustMaterial, VerificationError, Verifier } from '@sigstore/verify'
