import type { AttestationForm } from '../ledger/entry.ts'

/** Where a secret stands. Its value is never part of a configuration. */
export type SecretPlace =
  /** Absolute path; `written` as the promotion file has it, for messages. */
  | { readonly kind: 'file'; readonly file: string; readonly written: string }
  /** A variable of the environment. */
  | { readonly kind: 'env'; readonly name: string }

/** A private key, and what opens it where it is encrypted. */
export interface KeyPlace {
  readonly key: SecretPlace
  /** The variable of the environment that has its password. */
  readonly password?: string
}

/** How what is attested is kept: as bundles, where these hide nothing, or always under cosign's tag `.att`. */
export type AttestationFormat = 'bundle' | 'tag'

/** What is attested of the images that are promoted into an environment, and with which keys. */
export interface AttestRule {
  readonly as: readonly AttestationForm[]
  /** By what is signed; for the summary it is the same key unless the file names another. */
  readonly keys: Readonly<Record<AttestationForm, KeyPlace>>
  /** `tag`: always under cosign's tag `.att`, for readers that know no bundles. */
  readonly format: AttestationFormat
  /** The verifier that a summary names, as a URI. */
  readonly verifier: string
}
