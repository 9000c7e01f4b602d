import { peopleOf } from '../../../model/approvals/people.ts'
import { type Path, valueAt } from '../../pointer.ts'
import type { Draft } from '../draft.ts'
import { type ReadFile, textOf } from './named-files.ts'

/** Whose word counts has to be said: without signatures anybody can write an approval under any name. */
export function checkApprovals(draft: Draft, path: Path): void {
  if (valueAt(draft.value, path) === undefined || draft.isFaulty(path)) return
  const keys = draft.keys(path)
  const hasSigners = keys.includes('allowedSigners')
  const isUnsigned = keys.includes('unsigned')
  if (hasSigners && isUnsigned) {
    draft.report([...path, 'unsigned'], 'Where "allowedSigners" are named only their signatures count.', {
      hint: 'Leave out one of them.',
      atKey: true,
    })
  }
  if (!hasSigners && !isUnsigned) {
    draft.report(path, '"approvals" does not say whose count.', {
      hint: 'Name a file of signers (allowedSigners: FILE), or say that a name is enough, which anybody can set (unsigned: allow).',
      atKey: true,
    })
  }
  if (!hasSigners && keys.includes('revoked')) {
    draft.report([...path, 'revoked'], '"revoked" says something only of "allowedSigners".', { atKey: true })
  }
}

/** A file of signers has to name as many people as are wanted; how many a pattern or an authority stands for nobody knows. */
export function checkAllowedSigners(draft: Draft, path: Path, file: ReadFile): void {
  if (path.at(-1) !== 'allowedSigners') return
  const text = textOf(file)
  const people = new Set(peopleOf(text).values())
  const count = Number(valueAt(draft.value, [...path.slice(0, -1), 'count']))
  if (people.size === 0) {
    draft.report(path, `${file.written} names nobody who may sign.`, {
      hint: 'Each line has a name and an SSH key: ola@example.com ssh-ed25519 AAAA… (ALLOWED SIGNERS of ssh-keygen).',
    })
    return
  }
  const isOpen = /\scert-authority\s/.test(text) || [...people].flat().some((name) => /[*?]/.test(name))
  if (isOpen || !(people.size < count)) return
  draft.report(path, `${count} people are to approve, and ${file.written} names ${people.size}.`, {
    hint: 'Lines that share a name are one person.',
  })
}

/** How a revocation list of `ssh-keygen -k` begins (PROTOCOL.krl of OpenSSH, KRL_MAGIC). */
const KRL_START = 'SSHKRL\n\0'

/** A line with a public key. */
const KEY_LINE = /^\s*(?:ssh|ecdsa|sk-ssh|sk-ecdsa)-[\w@.-]+[ \t]+AAAA/

/**
 * A file of revoked keys is a list of public keys, or a revocation list. What is neither fails every check of a signature
 * that is good otherwise, and is better known before.
 */
export function checkRevoked(draft: Draft, path: Path, file: ReadFile): void {
  if (path.at(-1) !== 'revoked') return
  const text = textOf(file)
  if (text.startsWith(KRL_START)) return
  const lines = text.split('\n').filter((line) => !/^\s*(?:#|$)/.test(line))
  if (lines.every((line) => KEY_LINE.test(line))) return
  draft.report(path, `${file.written} is no list of public keys and no revocation list.`, {
    hint: 'Each line is a public key (ssh-ed25519 AAAA…); fingerprints go into a revocation list: ssh-keygen -k -f FILE.',
  })
}
