import type { Bundle } from '@sigstore/bundle'
import type { Signer } from '../../model/gates/rules.ts'
import type { Digest } from '../../oci/digest.ts'

/** The predicate type of what `cosign sign` writes as a bundle. */
export const SIGN_PREDICATE = 'https://sigstore.dev/cosign/sign/v1'

/** Something signed that lies beside an image: whose signature it is, and of what, is not checked yet. */
export interface SignedClaim {
  readonly kind: 'claim'
  /** Digest of the manifest that it lies in. */
  readonly place: Digest
  /** What the signature is over. */
  readonly bytes: Uint8Array
  readonly signature: Uint8Array
  /** The digests that it names, `algorithm:hex` as written. */
  readonly subjects: readonly string[]
  /** What it says of them: {@link SIGN_PREDICATE} for each signature that says no more than that. */
  readonly predicateType: string
  /** What proves a certificate, and what the library hashes for it; absent where there is none. */
  readonly proof?: { readonly bundle: Bundle; readonly artifact: Buffer | undefined }
  /** What a bundle says of the key: of those that cosign writes, the SHA-256 of the key in base64. */
  readonly hint?: string
}

/** All that can lie there. */
export type Found =
  | SignedClaim
  /** By its annotation an attestation that nobody asks for; not read. */
  | { readonly kind: 'other'; readonly place: Digest; readonly predicateType: string }
  /** It was read, and is no signature that can be checked; `why` goes on "one …". */
  | { readonly kind: 'broken'; readonly place: Digest; readonly why: string }
  /** It could not be read. */
  | { readonly kind: 'unread'; readonly place: Digest; readonly why: string }

/** What one signer's signatures of an image came to. */
export type SignerFinding =
  /** `by`: the identity and issuer of the certificate, where it is one. */
  | { readonly kind: 'signed'; readonly place: Digest; readonly by?: { identity: string; issuer: string } }
  /** Why nothing that lies there is this signer's: one phrase for each, which goes on "one …". */
  | { readonly kind: 'unsigned'; readonly findings: readonly string[] }
  /** Nothing that could be read is this signer's, and something could not. */
  | { readonly kind: 'unread'; readonly why: string }

/** A signer, and what was found. */
export interface SignerOutcome {
  readonly signer: Signer
  readonly finding: SignerFinding
}
