import { expect, test } from 'vitest'
import { seal } from '../../../src/ledger/chain/line.ts'
import { type ApprovalCount, countApprovals, type FoundApproval } from '../../../src/model/approvals/count.ts'
import { approvalsOf, otherApproval } from '../../../src/model/approvals/find.ts'
import { approvalStatement } from '../../../src/model/approvals/statement.ts'
import { type ApprovalsRule, PLAIN_RULE } from '../../../src/model/gates/rules.ts'
import type { ApprovalBody, ApprovalEntry, LedgerEntry } from '../../../src/model/ledger/entry.ts'
import { digestOf } from '../../../src/oci/digest.ts'
import { approvalBody, intentBody, outcomeBody, step } from '../../ledger/entry-bodies.ts'

const NOW = new Date('2026-11-25T12:00:00.000Z')
const byName: ApprovalsRule = { ...PLAIN_RULE, count: 2, selfApproval: false }
const signers = (...names: string[]): ApprovalsRule => ({
  ...byName,
  allowedSigners: {
    name: 'signers',
    path: '/signers',
    text: names.map((name) => `${name} ssh-ed25519 AAAA`).join('\n'),
  },
})
const asked = { plan: digestOf('plan'), author: 'release-manager' }

let sequence = 0
function approval(actor: string, changes: Partial<ApprovalBody> = {}, written?: string): ApprovalEntry {
  const { run } = intentBody([])
  const body = approvalBody({
    ...{ run: { ...run, actor }, approvedAt: '2026-11-25T11:00:00.000Z', signature: null },
    ...changes,
  })
  sequence++
  const entry = seal(body, undefined, new Date(written ?? body.approvedAt))
  return { ...entry, sequence } as ApprovalEntry
}

function signed(actor: string, principals: readonly string[]): FoundApproval {
  const plain = approval(actor)
  const key = `SHA256:${actor}`
  const signature = { statement: approvalStatement(plain), sshsig: 'sig', key }
  return { entry: { ...plain, signature }, endedBy: null, checked: { kind: 'good', principals, key } }
}

function named(actor: string, changes: Partial<ApprovalBody> = {}, written?: string): FoundApproval {
  return { entry: approval(actor, changes, written), endedBy: null, checked: null }
}

function summary({ counting, approvals }: ApprovalCount): unknown {
  return [counting.map(({ names }) => names[0]), approvals.flatMap(({ why }) => why ?? [])]
}

const count = (rule: ApprovalsRule, ...found: FoundApproval[]): ApprovalCount =>
  countApprovals(rule, asked, found, NOW)

const SELF = 'release-manager made the plan, and does not approve it as well'

test('by name: distinct people count, whatever the case, and the author does not', () => {
  expect(summary(count(byName, named('kari'), named('ola')))).toEqual([['kari', 'ola'], []])
  const [first, again] = [named('kari'), named('Kari')]
  expect(summary(count(byName, first, again))).toEqual([
    ['Kari'],
    [`the same person approved again, with entry ${again.entry.sequence}`],
  ])
  expect(summary(count(byName, named('Release-Manager')))).toEqual([[], [SELF]])
  expect(summary(count({ ...byName, selfApproval: true }, named('release-manager')))).toEqual([
    ['release-manager'],
    [],
  ])
  const { run } = intentBody([])
  const restarted = named('kari', { run: { ...run, actor: 'kari', startedBy: 'release-manager' } })
  expect(summary(count(byName, restarted))).toEqual([[], [SELF]])
})

test('signed: a person is who the signers say, with one vote for all keys; one machine may have two people', () => {
  const rule = signers('kari@example.com,kari', 'ola@example.com', 'per@example.com', 'release-manager')
  const kari = signed('laptop', ['kari@example.com', 'kari'])
  const other = signed('desktop', ['kari'])
  const ola = signed('laptop', ['ola@example.com'])
  expect(summary(count(rule, kari, other, ola))).toEqual([
    ['kari@example.com', 'ola@example.com'],
    [`the same person approved again, with entry ${other.entry.sequence}`],
  ])
  expect(count(rule, kari).missing).toEqual(['ola@example.com', 'per@example.com'])
  expect(count({ ...rule, selfApproval: true }, kari).missing).toContain('release-manager')
})

test('signed: the author is known by the name of the key, of its account, and of the machine', () => {
  const rule = signers('release-manager@example.com', 'kari@example.com')
  expect(summary(count(rule, signed('laptop', ['release-manager@example.com'])))).toEqual([[], [SELF]])
  expect(summary(count(rule, signed('release-manager', ['kari@example.com'])))).toEqual([[], [SELF]])
})

test('with signers a name is nothing, and what is wrong with a signature is said', () => {
  const rule = signers('kari@example.com')
  expect(summary(count(rule, named('kari')))).toEqual([[], ['it is not signed, and only signatures count']])
  const good = signed('kari', ['kari@example.com'])
  const bad = { ...good, checked: { kind: 'bad', why: 'its key is revoked' } as const }
  expect(summary(count(rule, bad))).toEqual([[], ['its key is revoked']])
  const otherKey = { kind: 'good', principals: ['kari@example.com'], key: 'SHA256:x' } as const
  expect(summary(count(rule, { ...good, checked: otherKey }))).toEqual([
    [],
    ['it was signed with another key than it says, SHA256:x'],
  ])
  // A good signature, over something else: the words of the entry were changed.
  for (const change of [{ comment: 'Fine.' }, { project: 'x' }, { from: 'dev' }, { to: 'dev' }]) {
    expect(summary(count(rule, { ...good, entry: { ...good.entry, ...change } }))).toEqual([
      [],
      ['what was signed is not what the entry says'],
    ])
  }
})

test('an approval counts until it ends, and is not taken from the future or from long before it was written', () => {
  const rule = { ...byName, validForMs: 60 * 60_000 }
  const at = (approvedAt: string, written?: string) =>
    summary(count(rule, named('kari', { approvedAt }, written)))
  const refused = (why: string) => [[], [why]]
  expect(at('2026-11-25T11:00:00.001Z')).toEqual([['kari'], []])
  expect(at('2026-11-25T11:00:00.000Z')).toEqual(refused('it ended 2026-11-25T12:00:00.000Z'))
  expect(at('2026-11-25T12:05:00.000Z')).toEqual([['kari'], []])
  expect(at('2026-11-25T12:05:00.001Z')).toEqual(
    refused('it is dated 2026-11-25T12:05:00.001Z, which has not come yet'),
  )
  expect(at('2026-11-25T11:30:00.000Z', '2026-11-25T12:30:00.000Z')).toEqual([['kari'], []])
  for (const written of ['2026-11-25T12:30:00.001Z', '2026-11-25T11:24:59.999Z']) {
    expect(at('2026-11-25T11:30:00.000Z', written)).toEqual(
      refused(`it says that it was given 2026-11-25T11:30:00.000Z, and was written ${written}`),
    )
  }
})

test('an approval that was renewed counts from the last one; one that is refused takes none away', () => {
  const rule = { ...byName, validForMs: 60 * 60_000 }
  const old = named('kari', { approvedAt: '2026-11-25T11:10:00.000Z' })
  const renewed = named('kari', { approvedAt: '2026-11-25T11:30:00.000Z' })
  expect(count(rule, old, renewed).counting.map(({ until }) => until?.toISOString())).toEqual([
    '2026-11-25T12:30:00.000Z',
  ])
  const future = named('kari', { approvedAt: '2026-11-26T11:30:00.000Z' })
  expect(count(rule, renewed, future).counting).toHaveLength(1)
})

test('approvals are found by the plan, and end with it', () => {
  const chain = (...bodies: Parameters<typeof seal>[0][]): LedgerEntry[] => {
    const entries: LedgerEntry[] = []
    for (const body of bodies) entries.push(seal(body, entries.at(-1), NOW))
    return entries
  }
  const entries = chain(
    approvalBody({ signature: null, approvedAt: NOW.toISOString() }),
    outcomeBody(null, [step('a', { outcome: 'failed' })], { result: 'failed', error: 'no' }),
    approvalBody({ plan: digestOf('another') }),
    approvalBody({ signature: null, approvedAt: NOW.toISOString() }),
    outcomeBody(null, [step('a')]),
    approvalBody({ signature: null, approvedAt: NOW.toISOString() }),
  )
  const found = approvalsOf(entries, asked.plan)
  expect(found.map(({ entry, endedBy }) => [entry.sequence, endedBy])).toEqual([
    [1, 5],
    [4, 5],
    [6, null],
  ])
  const ended = found.slice(0, 1).map((one) => ({ ...one, checked: null }))
  expect(summary(count({ ...byName, selfApproval: true }, ...ended))).toEqual([
    [],
    ['the plan was carried out since, by entry 5'],
  ])
  const route = { plan: asked.plan, from: 'test', to: 'prod' }
  expect(otherApproval(entries, route)?.sequence).toBe(3)
  expect(otherApproval(entries, { ...route, to: 'staging' })).toBeUndefined()
  const done = chain(approvalBody(), outcomeBody(null, [step('a')]))
  expect(otherApproval(done, { ...route, plan: digestOf('x') })).toBeUndefined()
  expect(summary(count(byName, named('kari', { plan: digestOf('another') })))).toEqual([
    [],
    [`it is of another plan, ${digestOf('another').slice(7, 15)}`],
  ])
})

test('a signature counts once: its line copied behind the outcome is no new approval, a signature given since is', () => {
  const signedAt = (approvedAt: string): ApprovalEntry => {
    const plain = approval('kari', { approvedAt })
    return {
      ...plain,
      signature: { statement: approvalStatement(plain), sshsig: 'sig', key: 'SHA256:kari' },
    }
  }
  const used = signedAt('2026-11-25T11:00:00.000Z')
  const anew = signedAt('2026-11-25T11:30:00.000Z')
  const outcome = seal(outcomeBody(null, [step('a')]), undefined, NOW)
  const found = approvalsOf([used, outcome, { ...used, id: '0123456789abcdef' }, anew], asked.plan)
  expect(found.map(({ endedBy }) => endedBy)).toEqual([1, 1, null])
})

test('the statement is canonical JSON of these fields, to the byte', () => {
  expect(approvalStatement(approvalBody())).toBe(
    `{"comment":"Tested on Monday.","from":"test","kind":"approval","plan":"${digestOf('plan')}","project":"shop","time":"2026-11-24T10:58:11.200Z","to":"prod"}`,
  )
  expect(approvalStatement(approvalBody({ comment: null }))).not.toContain('comment')
})
