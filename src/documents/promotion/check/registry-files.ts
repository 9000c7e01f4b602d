import { type Digest, digestOf } from '../../../oci/digest.ts'
import { clientPairProblem, holdsCertificate } from '../../../support/certificates.ts'
import type { Path } from '../../pointer.ts'
import type { Draft } from '../draft.ts'
import { type FilesContext, readNamed, textOf } from './named-files.ts'

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
