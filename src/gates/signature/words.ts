import type { GatedStep } from '../../model/gates/gate.ts'
import type { SignatureRule, Signer } from '../../model/gates/rules.ts'
import { shortDigest } from '../../oci/digest.ts'
import { printableText } from '../../support/printable.ts'
import type { SignerFinding, SignerOutcome } from './found.ts'

/** Characters of a stranger's text that are shown at most: an identity of a workflow has some 150. */
const MAX_SHOWN = 300

/** What is said of the things that are no signature, at most: each can name another stranger. */
const MAX_SAID = 5

/** What a stranger wrote, fit for one line. */
export function shown(text: string): string {
  return printableText(text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text)
}

/** What a rule wants of a signer: `signed with the key cosign.pub`. */
export function demandText(signer: Signer): string {
  return `${verbOf(signer)} ${signer.kind === 'key' ? `with the key ${signer.key.name}` : `by ${signer.identity}`}`
}

/** Why an image passes: who signed it, those with certificates by the name in it. */
export function passText(outcomes: readonly SignerOutcome[]): string {
  const signed = outcomes.flatMap(({ signer, finding }) => {
    if (finding.kind !== 'signed') return []
    const { by } = finding
    return [
      by === undefined
        ? demandText(signer)
        : `${verbOf(signer)} by ${shown(by.identity)} (${shown(by.issuer)})`,
    ]
  })
  return `It is ${signed.join(', and ')}.`
}

/** What is wanted of an image, and what is there instead. */
export function denyText(
  { digest, from, to }: GatedStep,
  anyOf: boolean,
  lacking: readonly SignerOutcome[],
  { found, isPartlySigned }: { readonly found: number; readonly isPartlySigned: boolean },
): string {
  const joint = anyOf ? '; or ' : '; and '
  const wants = `${to.name} wants ${shortDigest(digest)}`
  if (found === 0) {
    const demands = lacking.map(({ signer }) => demandText(signer)).join(anyOf ? ' or ' : ' and ')
    const instead = isPartlySigned ? ', only of what its index lists' : ''
    return `${wants} ${demands}, and ${from.name} has no signature of it${instead}.`
  }
  const parts = lacking.map(({ signer, finding }) => `${demandText(signer)}${findingText(finding, found)}`)
  return `${wants} ${parts.join(joint)}.`
}

function findingText(finding: SignerFinding, found: number): string {
  if (finding.kind === 'signed') return ''
  if (finding.kind === 'unread') return `, and what is there could not be read: ${withoutStop(finding.why)}`
  const [first = ''] = finding.findings
  if (found === 1) return `: what is there ${first}`
  const said = counted(finding.findings)
  const others = said.length - MAX_SAID
  if (others > 0) said.splice(MAX_SAID, others, `and ${others} more that do not fit`)
  return said.length === 1
    ? `: the ${found} there ${plural(first)}`
    : `: of ${found} there ${said.join(', ')}`
}

/** `2 are by another key`: what is said of several things, each once, with how many it is said of. */
function counted(findings: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const finding of findings) counts.set(finding, (counts.get(finding) ?? 0) + 1)
  return [...counts].map(([finding, count]) =>
    count === 1 ? `one ${finding}` : `${count} ${plural(finding)}`,
  )
}

function plural(finding: string): string {
  return finding.replace(/^\w+/, (verb) => PLURALS[verb] ?? verb)
}

const PLURALS: Readonly<Record<string, string>> = {
  is: 'are',
  has: 'have',
  was: 'were',
  does: 'do',
  names: 'name',
  signs: 'sign',
  attests: 'attest',
}

function verbOf({ predicateType }: Signer): string {
  return predicateType === undefined ? 'signed' : `attested (${predicateType})`
}

function withoutStop(sentence: string): string {
  return sentence.endsWith('.') ? sentence.slice(0, -1) : sentence
}

/** What a rule asks for: `signed with the key cosign.pub and signed by …`. */
export function asksText(rule: SignatureRule | undefined): string {
  return (rule?.signers ?? []).map(demandText).join(rule?.anyOf === true ? ' or ' : ' and ')
}
