import type { NamedFile } from '../../../model/gates/rules.ts'
import { type Digest, digestOf } from '../../../oci/digest.ts'
import type { Path } from '../../pointer.ts'
import type { Draft } from '../draft.ts'
import type { GateFiles } from '../resolve-gates.ts'
import { checkAllowedSigners, checkApprovals, checkRevoked } from './approvals.ts'
import { checkGateRules } from './gate-rules.ts'
import { checkAge, checkFreeze } from './gate-times.ts'
import { type FilesContext, type ReadFile, readNamed, textOf } from './named-files.ts'
import { checkReferrerKinds } from './referrers.ts'
import { checkIdentity, checkSignerFile } from './signers.ts'

/** What the gates of all environments name, read. */
export interface CheckedGates {
  readonly files: GateFiles
  /** Digests of the files, by the name after `${VAR}`. */
  readonly digests: Readonly<Record<string, Digest>>
}

/** Reads the files that gates name, and checks what the schema cannot say about gates. */
export async function checkGates(draft: Draft, context: FilesContext): Promise<CheckedGates> {
  const files = new Map<string, NamedFile>()
  const digests: Record<string, Digest> = Object.create(null)
  for (const environment of draft.items(['environments'])) {
    const gates = [...environment, 'gates']
    checkReferrerKinds(draft, listAt(draft, [...gates, 'referrers']))
    checkAge(draft, [...gates, 'age'])
    checkFreeze(draft, [...gates, 'freeze'])
    checkApprovals(draft, [...gates, 'approvals'])
    checkGateRules(draft, gates)
    const signers = signerPaths(draft, gates)
    for (const signer of signers) await checkIdentity(draft, [...signer, 'identity'])
    for (const path of filePaths(gates, signers)) {
      const file = await readNamed(draft, path, context)
      if (file === undefined) continue
      checkSignerFile(draft, path, file)
      checkAllowedSigners(draft, path, file)
      checkRevoked(draft, path, file)
      files.set(file.name, namedFile(file))
      digests[file.name] = digestOf(file.bytes)
    }
  }
  return { files, digests }
}

function namedFile(file: ReadFile): NamedFile {
  return { name: file.name, path: file.path, text: textOf(file) }
}

function signerPaths(draft: Draft, gates: Path): readonly Path[] {
  const signature: Path = [...gates, 'signature']
  return [[], ['all'], ['anyOf']].flatMap((key) => draft.items([...signature, ...key]))
}

/** Where gates name files whose content is part of the rule. A scanner's report is evidence, and read when it is judged. */
function filePaths(gates: Path, signers: readonly Path[]): readonly Path[] {
  return [
    ...signers.flatMap((signer): readonly Path[] => [
      [...signer, 'key'],
      [...signer, 'trustedRoot'],
    ]),
    [...gates, 'approvals', 'allowedSigners'],
    [...gates, 'approvals', 'revoked'],
  ]
}

/** The items of a list, or of the list in its long form. */
function listAt(draft: Draft, path: Path): readonly Path[] {
  return [...draft.items(path), ...draft.items([...path, 'require'])]
}
