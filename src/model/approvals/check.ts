import type { ApprovalsRule } from '../gates/rules.ts'
import type { FoundApproval } from './count.ts'
import type { RecordedApproval } from './find.ts'
import type { SshCheck, SshVerdict } from './ssh.ts'
import { approvalStatement } from './statement.ts'

/**
 * Has the signature of an approval checked as of when it was given, where the rule asks for signatures. What was signed is
 * made again from the entry: a statement of another plan, or of other words, is not what was signed.
 * @throws what `verify` throws
 */
export async function checkApproval(
  recorded: RecordedApproval,
  rule: Pick<ApprovalsRule, 'allowedSigners' | 'revoked'> | undefined,
  verify: (check: SshCheck) => Promise<SshVerdict>,
): Promise<FoundApproval> {
  const { entry } = recorded
  if (rule?.allowedSigners === undefined || entry.signature === null) return { ...recorded, checked: null }
  const { allowedSigners, revoked } = rule
  const checked = await verify({
    text: approvalStatement(entry),
    sshsig: entry.signature.sshsig,
    allowedSigners,
    ...(revoked === undefined ? {} : { revoked }),
    at: new Date(entry.approvedAt),
  })
  return { ...recorded, checked }
}
