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
