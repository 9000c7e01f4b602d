import { type Digest, shortDigest } from '../../oci/digest.ts'
import type { ApprovalsRule } from '../gates/rules.ts'
import { actorsOf } from '../ledger/history.ts'
import type { ApprovalFacts, RecordedApproval } from './find.ts'
import { isSamePerson, namesOf, peopleOf } from './people.ts'
import type { SshVerdict } from './ssh.ts'
import { approvalStatement } from './statement.ts'

/** An approval of a plan, with what was found out about it. */
export interface FoundApproval extends RecordedApproval {
  /** What checking its signature came to; null where it has none, or nobody asks for one. */
  readonly checked: SshVerdict | null
}

/** What is to be approved. */
export interface ToApprove {
  readonly plan: Digest
  /** Who made the plan. */
  readonly author: string
}

/** One approval, and whether it counts. */
export interface JudgedApproval {
  readonly entry: ApprovalFacts
  /** Who it is of: the names that the allowed signers have for the key, else who ran it. */
  readonly names: readonly string[]
  /** The last moment at which it counts; null where only the plan ends it. */
  readonly until: Date | null
  /** `renewed`: the same person approved again, which counts in its place; `ended`: its plan was carried out. */
  readonly state: 'counts' | 'renewed' | 'ended' | 'refused'
  /** Why it does not count, as a clause; null where it does. */
  readonly why: string | null
}

/** How a plan's approvals stand. */
export interface ApprovalCount {
  /** All that there are, oldest first. */
  readonly approvals: readonly JudgedApproval[]
  /** Those that count, one for each person. */
  readonly counting: readonly JudgedApproval[]
  readonly wanted: number
  /** Of those who may sign the people who have not; empty where the rule names none. */
  readonly missing: readonly string[]
}

/** How far clocks of two machines may be apart, in milliseconds. */
const SKEW_MS = 5 * 60_000

/** How long there may be between an approval and its entry: signing waits for a person. */
const WRITING_MS = 60 * 60_000

/** Which approvals of a plan count at this moment, and who is missing. Pure. */
export function countApprovals(
  rule: ApprovalsRule,
  asked: ToApprove,
  found: readonly FoundApproval[],
  now: Date,
): ApprovalCount {
  const people = peopleOf(rule.allowedSigners?.text ?? '')
  const approvals: JudgedApproval[] = []
  // The last word of a person is theirs: one that was renewed counts for longer.
  for (const one of found.toReversed()) {
    const names =
      one.checked?.kind === 'good' ? namesOf(people, one.checked.principals) : [one.entry.run.actor]
    const until = rule.validForMs === undefined ? null : addTo(one.entry.approvedAt, rule.validForMs)
    const again = approvals.find((other) => other.state === 'counts' && isSamePerson(other.names, names))
    const fault = faultOf(one, { ...asked, rule, names, until, now })
    const renewed =
      again === undefined ? null : `the same person approved again, with entry ${again.entry.sequence}`
    const ended = one.endedBy === null ? null : `the plan was carried out since, by entry ${one.endedBy}`
    const state =
      fault !== undefined ? 'refused' : ended !== null ? 'ended' : renewed === null ? 'counts' : 'renewed'
    approvals.push({ entry: one.entry, names, until, state, why: fault ?? ended ?? renewed })
  }
  approvals.reverse()
  const counting = approvals.filter(({ state }) => state === 'counts')
  const author = [asked.author]
  const missing = [...new Set(people.values())]
    .filter((names) => rule.selfApproval || !isSamePerson(names, author))
    .filter((names) => !counting.some((one) => isSamePerson(one.names, names)))
    .flatMap(([name]) => name ?? [])
  return { approvals, counting, wanted: rule.count, missing }
}

interface Judging extends ToApprove {
  readonly rule: ApprovalsRule
  readonly names: readonly string[]
  readonly until: Date | null
  readonly now: Date
}

function faultOf({ entry, checked, endedBy }: FoundApproval, asked: Judging): string | undefined {
  const { rule, names, until, now, author } = asked
  const { signature, approvedAt } = entry
  const given = Date.parse(approvedAt)
  const written = Date.parse(entry.at)
  if (entry.plan !== asked.plan) return `it is of another plan, ${shortDigest(entry.plan)}`
  if (signature !== null && signature.statement !== approvalStatement(entry))
    return 'what was signed is not what the entry says'
  if (rule.allowedSigners !== undefined) {
    if (checked === null) return 'it is not signed, and only signatures count'
    if (checked.kind === 'bad') return checked.why
    if (checked.key !== signature?.key) return `it was signed with another key than it says, ${checked.key}`
  }
  if (!rule.selfApproval) {
    const all = [...names, ...actorsOf(entry)]
    if (isSamePerson(all, [author])) return `${author} made the plan, and does not approve it as well`
  }
  if (given > now.getTime() + SKEW_MS) return `it is dated ${approvedAt}, which has not come yet`
  if (written < given - SKEW_MS || written > given + WRITING_MS)
    return `it says that it was given ${approvedAt}, and was written ${entry.at}`
  if (endedBy === null && until !== null && now >= until) return `it ended ${until.toISOString()}`
  return undefined
}

function addTo(time: string, milliseconds: number): Date {
  return new Date(Date.parse(time) + milliseconds)
}
