import { checkApproval } from '../../model/approvals/check.ts'
import { countApprovals } from '../../model/approvals/count.ts'
import { isSamePerson } from '../../model/approvals/people.ts'
import type { ApproveReport } from '../../model/approvals/reports.ts'
import { approvalStatement } from '../../model/approvals/statement.ts'
import type { ApprovalsRule } from '../../model/gates/rules.ts'
import type { ApprovalBody } from '../../model/ledger/entry.ts'
import { actorsOf } from '../../model/ledger/history.ts'
import { wordsOf } from '../../model/ledger/said.ts'
import type { PlanCore, PlanDocument } from '../../model/plan.ts'
import { planDigest } from '../../model/plan-digest.ts'
import { shortDigest } from '../../oci/digest.ts'
import { PromoteError } from '../../support/errors.ts'
import { ledgerOnRunner } from '../apply/record/ledger-on-runner.ts'
import { planSavedBefore } from '../apply/saved/again.ts'
import type { PipelineContext } from '../context.ts'
import { readApprovals, standingOf } from './count.ts'

/** How a plan is approved. */
export interface ApproveRequest {
  /** The digest it must have: `sha256:…`, or the first 8 or more hex digits. */
  readonly expected?: string | undefined
  /** The key that signs it; undefined for an approval by name alone. */
  readonly key?: string | undefined
  readonly comment?: string | undefined
  /** Called before the key is asked: it may wait for a person. */
  readonly signs?: () => void
}

/**
 * Records a person's approval of a saved plan. The plan is checked as if it were applied, but for the gates, which are judged
 * then; and the approval is judged as the gate would: one that would not count is not recorded.
 * @throws PromoteError as {@link planSavedBefore} does; `stale` for a plan that cannot be applied any more, or was; `usage`
 *   where a signature is wanted; `denied` for an approval that would not count; what signing threw; `disk`, `ledger`
 */
export async function approvePlan(
  context: PipelineContext,
  saved: Pick<PlanDocument, 'plan'>,
  request: ApproveRequest,
): Promise<ApproveReport> {
  const { ledger, clock, signal } = context
  const { plan } = saved
  const comment = wordsOf(request.comment ?? '', 'comment')
  if (request.comment !== undefined && comment === '')
    throw new PromoteError('usage', 'The comment is empty.')
  const rule = await requireFit(context, saved, request.expected)
  if (rule?.allowedSigners !== undefined && request.key === undefined) {
    throw new PromoteError(
      'usage',
      `${plan.to} counts signed approvals alone (${rule.allowedSigners.name}).`,
      {
        hint: 'Nothing was recorded. Sign it: --sign KEY, a private SSH key, or a public one that an agent or a hardware key has.',
      },
    )
  }
  await ledger.checkWritable({ signal })
  const run = await context.identify()
  refuseAuthor(plan, actorsOf({ run }), rule)
  const { project, from, to, steps } = plan
  const facts = {
    ...{ project, plan: planDigest(plan), from, to, comment: comment === '' ? null : comment },
    approvedAt: clock.now().toISOString(),
  }
  const body: ApprovalBody = {
    ...{ kind: 'approval', run, ...facts },
    images: steps.map(({ image, source, destination }) => ({
      ...{ image, tag: source.tag, digest: source.descriptor.digest },
      destination: destination.repository,
    })),
    signature: request.key === undefined ? null : await sign(context, approvalStatement(facts), request),
  }
  const names = await requireCounting(context, plan, body, rule)
  const { entry, warnings } = await ledger.append(body, undefined, { signal })
  const count = await readApprovals(context, plan, rule)
  const lost = ledgerOnRunner(ledger.name, run, entry)
  const own = count.approvals.find((one) => one.entry.id === entry.id)
  return {
    ...{ kind: 'approve', ledger: ledger.name, plan: facts.plan, project, from, to },
    entry: { id: entry.id, sequence: entry.sequence },
    by: names[0] ?? run.actor,
    key: body.signature?.key ?? null,
    comment: body.comment,
    approvedAt: body.approvedAt,
    until: own?.until?.toISOString() ?? null,
    ...standingOf(count, rule),
    head: { sequence: entry.sequence, hash: entry.hash },
    warnings: lost === undefined ? warnings : [...warnings, lost],
  }
}

/** The rule of the environment that a plan goes to, of a plan that could be applied but for its gates. */
async function requireFit(
  context: PipelineContext,
  saved: Pick<PlanDocument, 'plan'>,
  expected: string | undefined,
): Promise<ApprovalsRule | undefined> {
  const planned = await planSavedBefore(context, saved, {
    ...{ describe: false, push: false },
    ...(expected === undefined ? {} : { expected }),
  })
  const nothing = 'Nothing was recorded.'
  if (planned.kind === 'done') {
    const { applied } = planned.result
    throw new PromoteError(
      'stale',
      `The plan was applied already, as entry ${applied?.sequence} by ${applied?.actor}.`,
      {
        hint: nothing,
      },
    )
  }
  const { obstacles, steps, route } = planned.made
  const inTheWay = obstacles.flatMap((one) =>
    one.kind === 'step' && one.gate !== undefined ? [] : [one.error],
  )
  const [first] = inTheWay.toSorted((a, b) => Number(b.code === 'stale') - Number(a.code === 'stale'))
  if (first !== undefined) {
    const hint = `${nothing} Make a new plan.`
    throw new PromoteError(first.code, first.message, { ...first.details, hint, cause: first })
  }
  if (steps.every(({ kind }) => kind === 'unchanged')) {
    throw new PromoteError(
      'usage',
      `There is nothing to approve: the plan ${shortDigest(planDigest(saved.plan))} changes nothing in ${route.to.name}.`,
      {
        hint: nothing,
      },
    )
  }
  return route.to.gates.approvals
}

/** Said before a key is asked, for it may wait for a touch. */
function refuseAuthor(
  { author, to }: PlanCore,
  names: readonly string[],
  rule: ApprovalsRule | undefined,
): void {
  if (rule === undefined || rule.selfApproval || !isSamePerson(names, [author])) return
  throw new PromoteError(
    'denied',
    `${author} made this plan, and ${to} does not count the author's own approval.`,
    {
      hint: 'Nothing was recorded. Somebody else has to approve it; who you are is taken from CI, git or PROMOTE_ACTOR.',
    },
  )
}

async function sign(
  { ssh, signal }: PipelineContext,
  statement: string,
  { key = '', signs }: ApproveRequest,
): Promise<NonNullable<ApprovalBody['signature']>> {
  signs?.()
  return { statement, ...(await ssh.sign(key, statement, { signal })) }
}

/** The names of whom an approval is of. @throws PromoteError `denied` where it would not count */
async function requireCounting(
  { ssh, clock, signal }: PipelineContext,
  { author, to }: PlanCore,
  body: ApprovalBody,
  rule: ApprovalsRule | undefined,
): Promise<readonly string[]> {
  if (rule === undefined) return []
  const now = clock.now()
  const recorded = { entry: { ...body, id: '', sequence: 0, at: now.toISOString() }, endedBy: null }
  const found = await checkApproval(recorded, rule, (check) => ssh.verify(check, { signal }))
  const [judged] = countApprovals(rule, { plan: body.plan, author }, [found], now).approvals
  if (judged === undefined || judged.why === null) return judged?.names ?? []
  throw new PromoteError('denied', `This approval would not count in ${to}: ${judged.why}.`, {
    hint: 'Nothing was recorded.',
  })
}
