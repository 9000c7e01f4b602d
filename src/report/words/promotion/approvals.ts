import { awaitsApproval, wantsSignature } from '../../../model/approvals/awaits.ts'
import type { ApprovalStanding } from '../../../model/approvals/reports.ts'
import type { Verdict } from '../../../model/gates/verdict.ts'
import type { AwaitedApproval, PromotionResult } from '../../../model/result.ts'
import type { Digest } from '../../../oci/digest.ts'
import { printableText } from '../../../support/printable.ts'
import { shellWord } from '../../../support/text/shell-word.ts'
import { countText, listText } from '../units.ts'

/** How many people a sentence names. */
const NAMED_PEOPLE = 6

/** What is said of an approval by name alone, wherever one is taken. */
export const UNSIGNED_WARNING =
  'It is not signed: anybody can set a name, and so approve as anybody else. With allowedSigners in the promotion file only signatures count.'

/** A saved plan, and the promotion file where the command line named one. */
export interface SavedPlan {
  readonly file: string
  readonly promotionFile?: string | undefined
}

/** The command line that applies exactly this plan. */
export function applyLine(saved: SavedPlan, digest: Digest): string {
  return `promote apply ${shellWord(saved.file)} --digest ${digest}${withFile(saved)}`
}

/** What approves and applies a plan that waits for people; undefined for one that does not. */
export function awaitedApproval(
  result: Pick<PromotionResult, 'plan' | 'failures'>,
  saved: SavedPlan,
): AwaitedApproval | undefined {
  if (awaitsApproval(result) === null) return undefined
  const sign = wantsSignature(result) ? ' --sign KEY' : ''
  return {
    file: saved.file,
    approve: `promote approve ${shellWord(saved.file)}${sign}${withFile(saved)}`,
    apply: `${applyLine(saved, result.plan.digest)}${overrides(result.plan.verdicts)}`,
  }
}

/** What was passed over here has to be passed over again by the run that applies the plan. */
function overrides(verdicts: readonly Verdict[]): string {
  const over = verdicts.filter(({ overridden }) => overridden !== undefined)
  const [first] = over
  if (first?.overridden === undefined) return ''
  const gates = [...new Set(over.map(({ gate }) => gate))]
  return `${gates.map((gate) => ` --override ${gate}`).join('')} --reason ${shellWord(first.overridden.reason)}`
}

/** The next two lines for a plan that waits for people, under what they are for. */
export function awaitedLines({ approve, apply }: AwaitedApproval): readonly string[] {
  return [
    'To approve it:',
    `  ${printableText(approve)}`,
    'Then, to apply exactly this plan:',
    `  ${printableText(apply)}`,
  ]
}

/** `a, b or c`: any of them may. */
function anyOf(names: readonly string[]): string {
  if (names.length > NAMED_PEOPLE) return listText(names, NAMED_PEOPLE)
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((part) => part !== '').join(' or ')
}

function withFile({ promotionFile }: SavedPlan): string {
  return promotionFile === undefined ? '' : ` -f ${shellWord(promotionFile)}`
}

/** How the approvals of a plan stand, as a sentence: `1 of 2 approvals (kari): 1 more is needed, of ola, per.` */
export function standingText({ wanted, counting, missing }: ApprovalStanding, to: string): string {
  if (wanted === null) {
    const there = counting.length === 1 ? 'is' : 'are'
    return `${to} asks for no approvals${counting.length === 0 ? '' : `; there ${there} ${counting.length}`}.`
  }
  const have = `${counting.length} of ${countText(wanted, 'approval')}`
  const open = wanted - counting.length
  if (open <= 0) return `${have}: enough.`
  const who = missing.length === 0 ? '' : `, of ${anyOf(missing)}`
  return `${have}: ${open} more ${open === 1 ? 'is' : 'are'} needed${who}.`
}
