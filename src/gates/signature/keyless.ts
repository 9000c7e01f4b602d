import type { Verifier } from '@sigstore/verify'
import type { NamedFile } from '../../model/gates/rules.ts'
import { trustedRootsIn } from '../../model/gates/trusted-root.ts'
import { PromoteError } from '../../support/errors.ts'
import type { JsonObject } from '../../support/json-object.ts'
import type { SignedClaim } from './found.ts'
import { shown } from './words.ts'

/** Who a certificate names, or why nobody can be sure of it; `why` goes on "one …". */
export type Signing =
  | { readonly kind: 'signed'; readonly identity: string; readonly issuer: string }
  | { readonly kind: 'untrusted'; readonly why: string }

/** Checks signatures with certificates against one trusted root. */
export type KeylessCheck = (proof: CertificateProof) => Signing

type CertificateProof = NonNullable<SignedClaim['proof']>

/**
 * Reads trusted roots as Sigstore writes them, and gives what checks signatures against each of them: certificate chain and
 * its time, the certificate's own log, the entry in the transparency log, the time of signing, the signature. A log is wanted
 * of each kind that the root lists; a time that it vouches for always is. No network.
 * @throws PromoteError `invalid-file` where it is no trusted root
 */
export async function keylessCheck(root: NamedFile): Promise<KeylessCheck> {
  const sigstore = await import('./sigstore.packages.ts')
  const roots = trustedRootsIn(root.text)
  if (roots.length === 0) throw noTrustedRoot(root)
  const verifiers = roots.map((one) => verifierOf(one))
  return (proof) => {
    const signings = verifiers.map((verifier) => signingOf(verifier, proof))
    const [first] = signings
    return signings.find(({ kind }) => kind === 'signed') ?? first ?? { kind: 'untrusted', why: UNREADABLE }
  }

  function verifierOf(document: JsonObject): Verifier {
    const { TrustedRoot, toTrustMaterial, Verifier } = sigstore
    try {
      const trusted = TrustedRoot.fromJSON(document)
      return new Verifier(toTrustMaterial(trusted), {
        tlogThreshold: Math.min(trusted.tlogs.length, 1),
        ctlogThreshold: Math.min(trusted.ctlogs.length, 1),
        timestampThreshold: 1,
      })
    } catch (cause) {
      throw noTrustedRoot(root, cause)
    }
  }

  function signingOf(verifier: Verifier, { bundle, artifact }: CertificateProof): Signing {
    try {
      return signerIn(verifier.verify(sigstore.toSignedEntity(bundle, artifact)))
    } catch (error) {
      // A certificate of a stranger can be anything: what the library trips over is no signature either.
      const why = error instanceof sigstore.VerificationError ? whyOf(error) : UNREADABLE
      return { kind: 'untrusted', why }
    }
  }
}

const UNREADABLE = 'has a certificate or timestamp that cannot be read'

function noTrustedRoot({ name }: NamedFile, cause?: unknown): PromoteError {
  return new PromoteError('invalid-file', `${name} is no trusted root of Sigstore.`, {
    ...(cause === undefined ? {} : { cause }),
  })
}

function signerIn({ identity }: ReturnType<Verifier['verify']>): Signing {
  const name = identity?.subjectAlternativeName ?? ''
  const issuer = identity?.extensions?.issuer ?? ''
  const written = identity?.oids?.map(({ value }) => value) ?? []
  // The library reads seven bits of each byte: what it shows of others would be another's name.
  if (![name, issuer].every((text) => written.some((value) => value.includes(text, 0, 'latin1')))) {
    return { kind: 'untrusted', why: 'has a certificate whose names are not plain text' }
  }
  return { kind: 'signed', identity: name, issuer }
}

/** The library's findings in words for people. */
function whyOf({
  code,
  message,
  cause,
}: Error & { readonly code: string; readonly cause?: unknown }): string {
  const deeper = cause instanceof Error ? cause.message : ''
  switch (code) {
    case 'TIMESTAMP_ERROR':
      return 'has no time of signing that the trusted root vouches for'
    case 'CERTIFICATE_ERROR':
      if (/SCT/.test(message)) return 'has a certificate that is in no log of the trusted root'
      if (/expired/.test(deeper)) return 'was made when its certificate was not valid'
      return 'has a certificate of an authority that the trusted root does not list'
    case 'TLOG_BODY_ERROR':
      return 'has an entry in a transparency log that is for something else'
    case 'SIGNATURE_ERROR':
      return 'was changed after it was signed'
    case 'TLOG_ERROR':
    case 'TLOG_MISSING_INCLUSION_ERROR':
      return 'has no entry in a transparency log of the trusted root'
    default:
      return code.startsWith('TLOG_')
        ? 'has an entry in a transparency log that does not hold'
        : `does not hold (${shown(message)})`
  }
}
