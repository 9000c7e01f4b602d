import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { builtPath } from './programs.ts'

const run = promisify(execFile)

/** Why cosign cannot be used here; undefined when it can. */
export function cosignMissing(): string | undefined {
  return builtPath('cosign') ? undefined : 'cosign is not built (npm test builds it where Go is installed)'
}

/** How signatures are kept: as sigstore bundles that refer to the image, or under cosign's own tags as version 2 did. */
export type CosignFormat = 'bundles' | 'tags'

/** cosign with a key pair of its own, and no network but the registry. */
export interface Cosign {
  /** `reference` is `host/repository@digest`; with `recursive` what an index lists is signed too. */
  sign(reference: string, format: CosignFormat, options?: { readonly recursive?: boolean }): Promise<void>
  /** Attests a predicate of this type, a small one unless told: `slsaprovenance1`, `spdxjson`, `vuln`, `custom`. */
  attest(reference: string, type: string, format: CosignFormat, predicate?: unknown): Promise<void>
  /** @throws Error with what cosign says, unless the signature verifies with the key */
  verify(reference: string, format: CosignFormat): Promise<void>
  /**
   * @param key of another one, in the same folder; the pair's own unless told
   * @throws Error with what cosign says, unless there is such an attestation that verifies with the key
   */
  verifyAttestation(reference: string, type: string, format: CosignFormat, key?: string): Promise<void>
  /** @throws Error with what cosign says, unless a certificate of this identity and issuer signed, by a trusted root */
  verifyIdentity(
    reference: string,
    format: CosignFormat,
    who: { readonly identity: string; readonly issuer: string; readonly trustedRoot: string },
  ): Promise<void>
}

/**
 * Makes a key pair in a folder, which is cosign's home too; the public half is in `cosign.pub`.
 *
 * @param key a private key in PEM to use instead of a new one
 */
export async function startCosign(folder: string, key?: string): Promise<Cosign> {
  const program = builtPath('cosign')
  if (program === undefined) throw new Error(cosignMissing())
  const env = { HOME: folder, PATH: process.env.PATH ?? '', COSIGN_PASSWORD: '' }
  const cosign = async (...args: readonly string[]): Promise<void> => {
    await run(program, args, { cwd: folder, env })
  }
  const format = (kept: CosignFormat): readonly string[] =>
    kept === 'tags' ? ['--new-bundle-format=false'] : []
  const writing = ['--key=cosign.key', '--use-signing-config=false', '--tlog-upload=false', '--yes']
  const reading = (key = 'cosign.pub'): readonly string[] => [`--key=${key}`, '--insecure-ignore-tlog']
  const plain = '--allow-http-registry'
  if (key === undefined) await cosign('generate-key-pair')
  else {
    await writeFile(path.join(folder, 'private.pem'), key)
    await cosign('import-key-pair', '--key=private.pem', '--output-key-prefix=cosign')
  }
  return {
    sign: (reference, kept, { recursive = false } = {}) =>
      cosign('sign', ...writing, plain, ...format(kept), `--recursive=${recursive}`, reference),
    async attest(reference, type, kept, given) {
      const file = path.join(folder, `${type}.json`)
      await writeFile(file, JSON.stringify(given ?? PREDICATES[type] ?? { checked: true }))
      const predicate = ['--predicate', file, '--type', type]
      await cosign('attest', ...writing, plain, ...format(kept), ...predicate, reference)
    },
    verify: (reference, kept) => cosign('verify', ...reading(), plain, ...format(kept), reference),
    verifyAttestation: (reference, type, kept, key) =>
      cosign('verify-attestation', ...reading(key), plain, ...format(kept), '--type', type, reference),
    async verifyIdentity(reference, kept, { identity, issuer, trustedRoot }) {
      await writeFile(path.join(folder, 'root.json'), trustedRoot)
      const who = [`--certificate-identity=${identity}`, `--certificate-oidc-issuer=${issuer}`]
      await cosign(
        'verify',
        '--trusted-root=root.json',
        '--offline',
        plain,
        ...format(kept),
        ...who,
        reference,
      )
    },
  }
}

const PREDICATES: Readonly<Record<string, unknown>> = {
  slsaprovenance1: {
    buildDefinition: { buildType: 'https://example.com/build', externalParameters: {} },
    runDetails: { builder: { id: 'https://example.com/builder' } },
  },
  spdxjson: { spdxVersion: 'SPDX-2.3', SPDXID: 'SPDXRef-DOCUMENT', name: 'api' },
}
