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
  /** Attests a small predicate of this type: `slsaprovenance1`, `spdxjson`, `custom`. */
  attest(reference: string, type: string, format: CosignFormat): Promise<void>
  /** @throws Error with what cosign says, unless the signature verifies with the key */
  verify(reference: string, format: CosignFormat): Promise<void>
  /** @throws Error with what cosign says, unless there is such an attestation that verifies with the key */
  verifyAttestation(reference: string, type: string, format: CosignFormat): Promise<void>
}

/** Makes a key pair in a folder, which is cosign's home too. */
export async function startCosign(folder: string): Promise<Cosign> {
  const program = builtPath('cosign')
  if (program === undefined) throw new Error(cosignMissing())
  const env = { HOME: folder, PATH: process.env.PATH ?? '', COSIGN_PASSWORD: '' }
  const cosign = async (...args: readonly string[]): Promise<void> => {
    await run(program, args, { cwd: folder, env })
  }
  const format = (kept: CosignFormat): readonly string[] =>
    kept === 'tags' ? ['--new-bundle-format=false'] : []
  const writing = ['--key=cosign.key', '--use-signing-config=false', '--tlog-upload=false', '--yes']
  const reading = ['--key=cosign.pub', '--insecure-ignore-tlog']
  const plain = '--allow-http-registry'
  await cosign('generate-key-pair')
  return {
    sign: (reference, kept, { recursive = false } = {}) =>
      cosign('sign', ...writing, plain, ...format(kept), `--recursive=${recursive}`, reference),
    async attest(reference, type, kept) {
      const file = path.join(folder, `${type}.json`)
      await writeFile(file, JSON.stringify(PREDICATES[type] ?? { checked: true }))
      const predicate = ['--predicate', file, '--type', type]
      await cosign('attest', ...writing, plain, ...format(kept), ...predicate, reference)
    },
    verify: (reference, kept) => cosign('verify', ...reading, plain, ...format(kept), reference),
    verifyAttestation: (reference, type, kept) =>
      cosign('verify-attestation', ...reading, plain, ...format(kept), '--type', type, reference),
  }
}

const PREDICATES: Readonly<Record<string, unknown>> = {
  slsaprovenance1: {
    buildDefinition: { buildType: 'https://example.com/build', externalParameters: {} },
    runDetails: { builder: { id: 'https://example.com/builder' } },
  },
  spdxjson: { spdxVersion: 'SPDX-2.3', SPDXID: 'SPDXRef-DOCUMENT', name: 'api' },
}
