import { resolve } from 'node:path'
import { type Digest, digestOf } from '../../../oci/digest.ts'
import { clientPairProblem, holdsCertificate } from '../../../support/certificates.ts'
import { PromoteError } from '../../../support/errors.ts'
import type { Path } from '../../pointer.ts'
import { readBytes } from '../../text-file.ts'
import type { Draft } from '../draft.ts'
import { messageOf } from '../message.ts'
import { checkFilePath } from './file-path.ts'

/** Bytes a file of certificates may have; the largest bundles have a quarter of one MiB. */
const MAX_PEM_BYTES = 4 * 1024 * 1024

/** Where the files of a registry are, and what tells whoever reads them to stop. */
export interface FilesContext {
  /** Where relative paths start. */
  readonly folder: string
  readonly signal: AbortSignal | undefined
}

/** A file that a registry names. */
interface NamedFile {
  /** After `${VAR}`. */
  readonly name: string
  /** What messages call it. */
  readonly written: string
  readonly bytes: Uint8Array
}

/** Reads and checks the PEM files that one registry names. @returns their digests, by the name after `${VAR}` */
export async function checkRegistryFiles(
  draft: Draft,
  key: string,
  context: FilesContext,
): Promise<Readonly<Record<string, Digest>>> {
  const at = (name: string): Path => ['registries', key, name]
  const authorities = await readNamed(draft, at('caFile'), context)
  if (authorities !== undefined && !holdsCertificate(textOf(authorities))) {
    draft.report(at('caFile'), `${authorities.written} holds no certificate in PEM form.`)
  }
  const certificate = await readNamed(draft, at('clientCert'), context)
  const secret = await readNamed(draft, at('clientKey'), context)
  const names = draft.keys(['registries', key])
  for (const [one, other] of [
    ['clientCert', 'clientKey'],
    ['clientKey', 'clientCert'],
  ] as const) {
    if (!names.includes(one) || names.includes(other)) continue
    draft.report(at(one), `"${one}" needs "${other}" beside it.`, { atKey: true })
  }
  if (certificate !== undefined && secret !== undefined) {
    const problem = clientPairProblem(textOf(certificate), textOf(secret))
    const [path, file] = problem?.file === 'key' ? [at('clientKey'), secret] : [at('clientCert'), certificate]
    if (problem !== undefined) draft.report(path, `${file.written} ${problem.why}.`)
  }
  return Object.fromEntries(
    [authorities, certificate, secret].flatMap((file) =>
      file === undefined ? [] : [[file.name, digestOf(file.bytes)] as const],
    ),
  )
}

async function readNamed(
  draft: Draft,
  path: Path,
  { folder, signal }: FilesContext,
): Promise<NamedFile | undefined> {
  const name = draft.text(path)
  if (name === undefined || name === '' || !checkFilePath(draft, path)) return undefined
  const written = draft.written(path) ?? name
  try {
    const bytes = await readBytes(resolve(folder, name), {
      limit: MAX_PEM_BYTES,
      name: written,
      ...(signal === undefined ? {} : { signal }),
    })
    return { name, written, bytes }
  } catch (error) {
    if (!(error instanceof PromoteError)) throw error
    draft.report(path, messageOf(error))
    return undefined
  }
}

function textOf({ bytes }: NamedFile): string {
  return Buffer.from(bytes).toString('latin1')
}
