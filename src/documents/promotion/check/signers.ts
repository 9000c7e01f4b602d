import { readPublicKey } from '../../../model/gates/public-key.ts'
import { trustedRootsIn } from '../../../model/gates/trusted-root.ts'
import { PromoteError } from '../../../support/errors.ts'
import type { Path } from '../../pointer.ts'
import type { Draft } from '../draft.ts'
import { compileRegex } from '../regex.ts'
import { type ReadFile, textOf } from './named-files.ts'

/** Reports a file that a signer names and that is not what it should be. */
export function checkSignerFile(draft: Draft, path: Path, file: ReadFile): void {
  switch (path.at(-1)) {
    case 'key': {
      const reading = readPublicKey(textOf(file))
      if (reading.kind === 'key') return
      draft.report(path, `${file.written} ${reading.problem}.`, { hint: reading.hint })
      return
    }
    case 'trustedRoot':
      if (trustedRootsIn(textOf(file)).length > 0) return
      draft.report(path, `${file.written} is no trusted root of Sigstore.`, {
        hint: '`cosign trusted-root create` and `gh attestation trusted-root` write one: JSON that lists certificate authorities.',
      })
  }
}

/** Reports an identity that is no regular expression: all others would be the very text, and this one was meant to be more. */
export async function checkIdentity(draft: Draft, path: Path): Promise<void> {
  const identity = draft.text(path)
  if (identity === undefined || PLAIN.test(identity)) return
  try {
    await compileRegex(identity)
  } catch (error) {
    if (!(error instanceof PromoteError)) throw error
    draft.report(path, error.message, {
      hint: 'An identity is the very text, or a regular expression in RE2 syntax for all of it; \\Q…\\E stands for text as it is.',
    })
  }
}

/** Text that is an expression whatever it says: its engine need not be loaded. */
const PLAIN = /^[\w:/@.-]*$/
