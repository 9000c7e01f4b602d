import { checkApproval } from '../model/approvals/check.ts'
import {
  type ApprovalCount,
  countApprovals,
  type FoundApproval,
  type JudgedApproval,
} from '../model/approvals/count.ts'
import { approvalsOf, otherApproval } from '../model/approvals/find.ts'
import type { Gate, GatedStep } from '../model/gates/gate.ts'
import type { ApprovalsRule } from '../model/gates/rules.ts'
import type { ApprovalEntry } from '../model/ledger/entry.ts'
import { shortDigest } from '../oci/digest.ts'

/** What the ledger has of approvals, for one plan. */
export interface ApprovalEvidence {
  readonly found: readonly FoundApproval[]
  /** The last approval of another plan on the same route, where it waits still. */
  readonly other: ApprovalEntry | undefined
}

/**
 * A plan must be approved by as many people as the environment asks for. Approvals are of the plan's digest, so all its steps
 * have one answer; a step that moves nothing needs none.
 */
export const approvals = {
  name: 'approvals',
  rules: ({ to }) => (to.gates.approvals === undefined ? [] : [to.gates.approvals]),
  asks: ({ to }) => (to.gates.approvals === undefined ? '' : asksText(to.gates.approvals)),
  async collect({ plan, from, to }, read, options) {
    const entries = await read.entries(options)
    const rule = to.gates.approvals
    const recorded = approvalsOf(entries, plan.digest)
    const found = await Promise.all(
      recorded.map((one) => checkApproval(one, rule, (check) => read.sshSignature(check, options))),
    )
    return { found, other: otherApproval(entries, { plan: plan.digest, from: from.name, to: to.name }) }
  },
  judge(step, { found, other }, now) {
    const { image, tag, plan, to, isInStep } = step
    const rule = to.gates.approvals
    if (rule === undefined || isInStep) return []
    const count = countApprovals(rule, { plan: plan.digest, author: plan.author }, found, now)
    const isEnough = count.counting.length >= count.wanted
    return [
      {
        gate: 'approvals',
        image,
        tag,
        answer: isEnough ? 'pass' : 'deny',
        reason: isEnough ? passText(rule, count) : denyText(step, rule, count, other),
        evidence: evidenceOf(rule, step, count),
      },
    ]
  },
} satisfies Gate<ApprovalEvidence>

/** `the plan is approved by 2 people of signers, each with a signature`. */
function asksText({ count, allowedSigners, selfApproval }: ApprovalsRule): string {
  const people = count === 1 ? '1 person' : `${count} people`
  const who =
    allowedSigners === undefined ? ', by name alone' : ` of ${allowedSigners.name}, with a signature`
  return `the plan is approved by ${people}${who}${selfApproval ? '' : ', not by its author'}`
}

function countedText(wanted: number): string {
  return `${wanted} ${wanted === 1 ? 'approval' : 'approvals'}`
}

/** How many names a sentence has at most. */
const NAMED = 5

function passText(rule: ApprovalsRule, { counting, wanted }: ApprovalCount): string {
  const how = rule.allowedSigners === undefined ? ', by name alone, which anybody can set' : ''
  return `${counting.length} of ${countedText(wanted)}${how}: ${counting.map(approvalText).join(', ')}.`
}

function denyText(
  { plan }: GatedStep,
  rule: ApprovalsRule,
  { approvals: all, counting, wanted, missing }: ApprovalCount,
  other: ApprovalEntry | undefined,
): string {
  const open = wanted - counting.length
  const have = counting.length === 0 ? '' : `, by ${counting.map(approvalText).join(', ')}`
  const who = missing.length === 0 ? '' : `, of ${listed(missing)}`
  const isClosed = rule.allowedSigners !== undefined && !missing.some((name) => /[*?]/.test(name))
  const impossible =
    isClosed && missing.length < open
      ? ` ${rule.allowedSigners?.name} has too few who can: with the plan's author left out, ${missing.length}.`
      : ''
  const refused = all
    .filter(({ state }) => state === 'refused')
    .map(({ entry, names, why }) => ` Entry ${entry.sequence} of ${nameOf(names)} does not count: ${why}.`)
  const mistaken =
    all.length > 0 || other === undefined
      ? ''
      : ` Entry ${other.sequence} of ${other.run.actor} approves another plan, ${shortDigest(other.plan)}.`
  return `The plan ${shortDigest(plan.digest)} has ${counting.length} of ${countedText(wanted)}${have}: ${open} more ${open === 1 ? 'is' : 'are'} needed${who}.${impossible}${refused.slice(-NAMED).join('')}${mistaken}`
}

function evidenceOf(
  { allowedSigners }: ApprovalsRule,
  { plan }: GatedStep,
  { approvals: all, counting, wanted }: ApprovalCount,
): Readonly<Record<string, string | number | boolean | null>> {
  return {
    plan: plan.digest,
    wanted,
    approvals: counting.length,
    by: counting.map(({ names }) => nameOf(names)).join(', '),
    entries: counting.map(({ entry }) => entry.sequence).join(', '),
    ids: counting.map(({ entry }) => entry.id).join(', '),
    ...(allowedSigners === undefined
      ? { signed: false }
      : {
          signed: true,
          signers: allowedSigners.name,
          keys: counting.map(({ entry }) => entry.signature?.key ?? '').join(', '),
        }),
    refused: all.filter(({ state }) => state === 'refused').length,
  }
}

function approvalText({ entry, names }: JudgedApproval): string {
  return `${nameOf(names)} (entry ${entry.sequence})`
}

function nameOf([name = 'nobody']: readonly string[]): string {
  return name
}

function listed(names: readonly string[]): string {
  const more = names.length - NAMED
  const named = names.slice(0, NAMED)
  if (more > 0) return `${named.join(', ')} and ${more} more`
  return [named.slice(0, -1).join(', '), named.at(-1)].filter((part) => part !== '').join(' or ')
}
