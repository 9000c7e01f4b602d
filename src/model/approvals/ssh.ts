import type { CallOptions } from '../../oci/store.ts'
import type { NamedFile } from '../gates/rules.ts'

/** A signature to check, and what makes it good. */
export interface SshCheck {
  /** What was signed. */
  readonly text: string
  /** SSHSIG in PEM armour. */
  readonly sshsig: string
  /** Who may sign, as ALLOWED SIGNERS of ssh-keygen(1) has it. Times in it without a `Z` are UTC. */
  readonly allowedSigners: NamedFile
  /** Keys that count no more: a list of public keys, or a KRL. */
  readonly revoked?: NamedFile
  /** The moment at which the key has to be valid. */
  readonly at: Date
}

/** What became of a check. */
export type SshVerdict =
  /** `principals`: the names that the file gives this key, at least one; `key`: its fingerprint, `SHA256:…`. */
  | { readonly kind: 'good'; readonly principals: readonly string[]; readonly key: string }
  /** `why`: a clause about the approval: `its key SHA256:… is not in signers`. */
  | { readonly kind: 'bad'; readonly why: string }

/** A signature, and the fingerprint of the key that made it. */
export interface SshSignature {
  /** SSHSIG in PEM armour. */
  readonly sshsig: string
  /** `SHA256:…`. */
  readonly key: string
}

/** SSH keys: signatures in the namespace `promote`. */
export interface SshKeys {
  /**
   * Signs text with a private key, or with a public key whose private half an agent or a hardware key has.
   * @param keyFile absolute path, or as this process's folder sees it
   * @throws PromoteError `usage` for a file that is no key, `failed` where it cannot sign (wrong passphrase, no agent)
   */
  sign(keyFile: string, text: string, options?: CallOptions): Promise<SshSignature>
  /** Checks a signature. @throws PromoteError `failed` where that cannot be done: no ssh-keygen, a file that it cannot read */
  verify(check: SshCheck, options?: CallOptions): Promise<SshVerdict>
}
