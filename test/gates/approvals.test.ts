import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { openLedger } from '../../src/ledger/file/file-ledger.ts'
import { approvalStatement } from '../../src/model/approvals/statement.ts'
import { type ApprovalsRule, NO_GATES, PLAIN_RULE } from '../../src/model/gates/rules.ts'
import type { Verdict } from '../../src/model/gates/verdict.ts'
import type { ApprovalBody } from '../../src/model/ledger/entry.ts'
import type { PlanDocument } from '../../src/model/plan.ts'
import type { PromotionResult } from '../../src/model/result.ts'
import { digestOf, shortDigest } from '../../src/oci/digest.ts'
import { applySavedPlan } from '../../src/pipeline/apply/promote.ts'
import { approvePlan } from '../../src/pipeline/approve/approve.ts'
import { listApprovals } from '../../src/pipeline/approve/list.ts'
import type { PipelineContext } from '../../src/pipeline/context.ts'
import type { Overrides } from '../../src/pipeline/judge/judge.ts'
import { makePlan } from '../../src/pipeline/plan/make-plan.ts'
import { openSshKeys } from '../../src/ssh/keys.ts'
import { PromoteError } from '../../src/support/errors.ts'
import { approvalBody } from '../ledger/entry-bodies.ts'
import { temporaryFolder } from '../support/folders.ts'
import { makeImage } from '../support/images.ts'
import { type TestPipeline, testPipeline } from '../support/pipeline.ts'
import { pushImage } from '../support/push.ts'
import { hasSsh, makeKey, signByHand, type TestKey } from '../support/ssh.ts'

const HOUR = 60 * 60_000
const BY_NAME: ApprovalsRule = { ...PLAIN_RULE, count: 2, selfApproval: false }

interface Scene {
  readonly pipeline: TestPipeline
  readonly plan: PlanDocument
  /** The next run, as this person, at this time. */
  as(actor: string, at?: Date): PipelineContext
  apply(at?: Date, overrides?: Overrides): Promise<PromotionResult>
  verdict(result: PromotionResult): Verdict | undefined
  /** Puts an approval into the ledger that no command would write. */
  forge(changes: Partial<ApprovalBody>, at?: Date): Promise<ApprovalBody>
}

/** api is in test, and a plan of the release manager to bring it to prod, where this rule stands. */
async function scene(approvals: ApprovalsRule): Promise<Scene> {
  const pipeline = await testPipeline({
    environments: [{ name: 'test' }, { name: 'prod', gates: { ...NO_GATES, approvals } }],
  })
  await pushImage(pipeline.memory('test.example.com/api'), await makeImage({ seed: 'api' }), ['1.0.0'])
  const route = { from: 'test', to: 'prod', images: [] }
  const { document } = await makePlan(pipeline.context, route, { describe: false, push: false })
  const as = (actor: string, at = new Date()): PipelineContext => {
    const context = pipeline.again()
    const clock = { now: () => at }
    const ledger = openLedger(pipeline.ledgerFile, { clock })
    return { ...context, clock, ledger, identify: async () => ({ ...(await context.identify()), actor }) }
  }
  return {
    pipeline,
    plan: document,
    as,
    apply: (at, overrides) =>
      applySavedPlan(as('release-manager', at), document, {
        ...{ dryRun: false, isRead: false, keepGoing: false },
        ...(overrides === undefined ? {} : { overrides }),
      }),
    verdict: (result) => result.plan.verdicts.find(({ gate }) => gate === 'approvals'),
    async forge(changes, at = new Date()) {
      const { project, from, to } = document.plan
      const { run } = approvalBody()
      const body = approvalBody({
        ...{ run: { ...run, actor: 'mallory' }, plan: document.digest, project, from, to },
        ...{ approvedAt: at.toISOString(), comment: null, signature: null, ...changes },
      })
      await pipeline.context.ledger.append(body)
      return body
    },
  }
}

describe('approvals by name', () => {
  test('deny until enough people approved, then pass; the plan ends them', async () => {
    const { pipeline, plan, as, apply, verdict } = await scene(BY_NAME)
    const short = shortDigest(plan.digest)
    const denied = await apply()
    expect(denied.exitCode).toBe(3)
    expect(verdict(denied)).toMatchObject({
      answer: 'deny',
      reason: `The plan ${short} has 0 of 2 approvals: 2 more are needed.`,
      evidence: { plan: plan.digest, wanted: 2, approvals: 0, by: '', signed: false },
    })
    expect((await approvePlan(as('kari'), plan, {})).counting).toEqual(['kari'])
    expect(verdict(await apply())?.reason).toBe(
      `The plan ${short} has 1 of 2 approvals, by kari (entry 1): 1 more is needed.`,
    )
    await approvePlan(as('ola'), plan, { comment: ' Fine. ' })
    const done = await apply()
    expect(done.exitCode).toBe(0)
    const intent = (await pipeline.entries()).find(({ kind }) => kind === 'intent')
    expect(intent).toMatchObject({
      verdicts: expect.arrayContaining([
        expect.objectContaining({
          gate: 'approvals',
          answer: 'pass',
          reason: '2 of 2 approvals, by name alone, which anybody can set: kari (entry 1), ola (entry 2).',
          evidence: expect.objectContaining({ by: 'kari, ola', entries: '1, 2' }),
        }),
      ]),
    })
    await expect(approvePlan(as('kari'), plan, {})).rejects.toMatchObject({
      code: 'stale',
      message: 'The plan was applied already, as entry 4 by release-manager.',
    })
    // Taken away again, the same plan needs new ones.
    const { exitCode, ...again } = await apply()
    expect([exitCode, again.applied?.sequence]).toEqual([0, 4])
    await pipeline.memory('prod.example.com/api').untag?.('1.0.0')
    const listed = await listApprovals(as('per'), plan)
    expect(listed.approvals.map(({ state, comment }) => [state, comment])).toEqual([
      ['ended', null],
      ['ended', 'Fine.'],
    ])
    expect(listed).toMatchObject({ carriedOut: 4, enough: false, counting: [] })
    await approvePlan(as('kari'), plan, {})
    expect(verdict(await apply())?.reason).toContain('has 1 of 2 approvals, by kari (entry 5)')
  })

  test('the author is refused and nothing is recorded, unless the file lets them', async () => {
    const { pipeline, plan, as } = await scene(BY_NAME)
    await expect(approvePlan(as('Release-Manager'), plan, {})).rejects.toMatchObject({
      code: 'denied',
      message: "release-manager made this plan, and prod does not count the author's own approval.",
    })
    expect(await pipeline.entries()).toEqual([])
    const self = await scene({ ...BY_NAME, count: 1, selfApproval: true })
    await approvePlan(self.as('release-manager'), self.plan, {})
    expect((await self.apply()).exitCode).toBe(0)
  })

  test('one person counts once, and an approval ends after its time', async () => {
    const { plan, as, apply, verdict } = await scene({ ...BY_NAME, validForMs: HOUR })
    const begin = new Date('2026-11-24T10:00:00.000Z')
    await approvePlan(as('kari', begin), plan, {})
    await approvePlan(as('KARI', begin), plan, {})
    const report = await approvePlan(as('ola', new Date(begin.getTime() + HOUR / 2)), plan, {})
    expect(report).toMatchObject({ counting: ['KARI', 'ola'], until: '2026-11-24T11:30:00.000Z' })
    const late = await apply(new Date(begin.getTime() + HOUR))
    expect(verdict(late)?.reason).toBe(
      `The plan ${shortDigest(plan.digest)} has 1 of 2 approvals, by ola (entry 3): 1 more is needed. Entry 1 of kari does not count: it ended 2026-11-24T11:00:00.000Z. Entry 2 of KARI does not count: it ended 2026-11-24T11:00:00.000Z.`,
    )
    expect((await apply(new Date(begin.getTime() + HOUR - 1))).exitCode).toBe(0)
  })

  test('an approval of another plan is none of this one, and is named', async () => {
    const { plan, apply, verdict, forge } = await scene(BY_NAME)
    await forge({ plan: digestOf('another') })
    expect(verdict(await apply())?.reason).toBe(
      `The plan ${shortDigest(plan.digest)} has 0 of 2 approvals: 2 more are needed. Entry 1 of mallory approves another plan, ${digestOf('another').slice(7, 15)}.`,
    )
  })

  test('a person can pass it over once, with a reason; not where the file says so', async () => {
    const { apply, verdict, pipeline } = await scene(BY_NAME)
    const overrides = { gates: ['approvals'], reason: 'The shop is down.' }
    const done = await apply(new Date(), overrides)
    expect(done.exitCode).toBe(0)
    expect(verdict(done)).toMatchObject({ answer: 'deny', overridden: { reason: 'The shop is down.' } })
    expect(JSON.stringify(await pipeline.entries())).toContain('The shop is down.')
    const strict = await scene({ ...BY_NAME, overridable: false })
    expect((await strict.apply(new Date(), overrides)).exitCode).toBe(3)
  })

  test('a step that moves nothing needs no approval, and a ledger that cannot be read ends the run', async () => {
    const { pipeline, as } = await scene(BY_NAME)
    const image = await makeImage({ seed: 'api' })
    await pushImage(pipeline.memory('prod.example.com/api'), image, ['1.0.0'])
    const route = { from: 'test', to: 'prod', images: [] }
    const made = await makePlan(as('kari'), route, { describe: false, push: false })
    const asked = made.document.verdicts.filter(({ gate }) => gate === 'approvals')
    expect(asked.map(({ answer }) => answer)).toEqual(made.steps[0]?.kind === 'unchanged' ? [] : ['deny'])

    const other = await scene(BY_NAME)
    const context = other.as('kari')
    Object.assign(context.ledger, { entries: () => throwing() })
    await expect(makePlan(context, route, { describe: false, push: false })).rejects.toMatchObject({
      code: 'disk',
      message: 'The disk is gone.',
    })
  })
})

// biome-ignore lint/correctness/useYield: it fails before the first line
async function* throwing(): AsyncGenerator<never> {
  throw new PromoteError('disk', 'The disk is gone.')
}

describe.skipIf(!hasSsh)('approvals with signatures', () => {
  async function people(folder: string, ...names: string[]): Promise<readonly TestKey[]> {
    return Promise.all(names.map((name) => makeKey(folder, name)))
  }

  function signers(
    lines: readonly string[],
    more: Partial<ApprovalsRule> = {},
    revoked?: string,
  ): ApprovalsRule {
    const fileOf = (name: string, text: string) => ({ name, path: `/${name}`, text })
    return {
      ...{ ...BY_NAME, allowedSigners: fileOf('signers', `${lines.join('\n')}\n`) },
      ...(revoked === undefined ? {} : { revoked: fileOf('revoked', revoked) }),
      ...more,
    }
  }

  test('two people pass it, each with a key of theirs; two keys of one person do not', async () => {
    const folder = await temporaryFolder()
    const [kari, spare, ola] = await people(folder, 'kari', 'spare', 'ola')
    if (kari === undefined || spare === undefined || ola === undefined) throw new Error('no keys')
    const { plan, as, apply, verdict, pipeline } = await scene(
      signers([
        `kari@example.com ${kari.publicKey}`,
        `kari@example.com ${spare.publicKey}`,
        `ola@example.com ${ola.publicKey}`,
        `per@example.com ${ola.publicKey.slice(0, -4)}AAAA`,
      ]),
    )
    await expect(approvePlan(as('kari'), plan, {})).rejects.toMatchObject({
      code: 'usage',
      message: 'prod counts signed approvals alone (signers).',
    })
    const first = await approvePlan(as('kari'), plan, { key: kari.file, comment: 'Tested.' })
    expect(first).toMatchObject({ by: 'kari@example.com', key: kari.fingerprint, wanted: 2 })
    await approvePlan(as('kari-at-home'), plan, { key: spare.file })
    const short = shortDigest(plan.digest)
    expect(verdict(await apply())?.reason).toBe(
      `The plan ${short} has 1 of 2 approvals, by kari@example.com (entry 2): 1 more is needed, of ola@example.com or per@example.com.`,
    )
    await approvePlan(as('ola'), plan, { key: ola.file })
    const done = await apply()
    expect(done.exitCode).toBe(0)
    expect(verdict(done)).toMatchObject({
      reason: '2 of 2 approvals: kari@example.com (entry 2), ola@example.com (entry 3).',
      evidence: { signed: true, keys: `${spare.fingerprint}, ${ola.fingerprint}`, signers: 'signers' },
    })
    const [entry] = await pipeline.entries()
    if (entry?.kind !== 'approval' || entry.signature === null) throw new Error('no approval')
    // What is kept can be checked with ssh-keygen alone.
    const [signature, allowed] = [path.join(folder, 'signature'), path.join(folder, 'allowed')]
    await writeFile(signature, entry.signature.sshsig)
    await writeFile(allowed, `kari@example.com ${kari.publicKey}\n`)
    const words = ['-Y', 'verify', '-n', 'promote', '-I', 'kari@example.com', '-f', allowed, '-s', signature]
    execFileSync('ssh-keygen', words, {
      input: entry.signature.statement,
      stdio: ['pipe', 'ignore', 'ignore'],
    })
  })

  test('what would not count is refused before it is recorded', async () => {
    const folder = await temporaryFolder()
    const [kari, eve] = await people(folder, 'kari', 'eve')
    if (kari === undefined || eve === undefined) throw new Error('no keys')
    const tries: readonly (readonly [ApprovalsRule, TestKey, string])[] = [
      [signers([`kari ${kari.publicKey}`]), eve, `its key ${eve.fingerprint} is not in signers`],
      [
        signers([`kari valid-before="20200101" ${kari.publicKey}`]),
        kari,
        `its key ${kari.fingerprint} had expired in signers by 2026-11-24T10:00:00.000Z`,
      ],
      [
        signers([`kari ${kari.publicKey}`], {}, kari.publicKey),
        kari,
        `its key ${kari.fingerprint} is revoked in revoked`,
      ],
      [
        signers([`release-manager@example.com ${kari.publicKey}`]),
        kari,
        'release-manager made the plan, and does not approve it as well',
      ],
    ]
    for (const [rule, key, why] of tries) {
      const { pipeline, plan, as } = await scene(rule)
      await expect(
        approvePlan(as('kari', new Date('2026-11-24T10:00:00.000Z')), plan, { key: key.file }),
      ).rejects.toMatchObject({ code: 'denied', message: `This approval would not count in prod: ${why}.` })
      expect(await pipeline.entries()).toEqual([])
    }
  })

  test('what somebody wrote into the ledger by hand does not count: each with its reason', async () => {
    const folder = await temporaryFolder()
    const [kari, ola, eve] = await people(folder, 'kari', 'ola', 'eve')
    if (kari === undefined || ola === undefined || eve === undefined) throw new Error('no keys')
    const lines = [`kari ${kari.publicKey}`, `ola ${ola.publicKey}`]
    const { plan, as, apply, verdict, forge } = await scene(signers(lines, { validForMs: HOUR }))
    const { project, from, to } = plan.plan
    const facts = { project, plan: plan.digest, from, to, comment: null }
    const now = new Date()
    const signedBy = async (key: TestKey, changes: object = {}, namespace = 'promote') => {
      const approved = { ...facts, approvedAt: now.toISOString(), ...changes }
      const statement = approvalStatement(approved)
      const sshsig = await signByHand(folder, key, statement, namespace)
      return { approvedAt: approved.approvedAt, signature: { statement, sshsig, key: key.fingerprint } }
    }
    const honest = await signedBy(kari)
    const { signature } = honest
    const forged: readonly (readonly [Partial<ApprovalBody>, string])[] = [
      [{}, 'it is not signed, and only signatures count'],
      [await signedBy(eve), `its key ${eve.fingerprint} is not in signers`],
      [await signedBy(kari, {}, 'git'), 'it is signed for "git", not for "promote"'],
      [{ ...honest, comment: 'All is well.' }, 'what was signed is not what the entry says'],
      [
        { ...honest, signature: (await signedBy(kari, { plan: digestOf('another') })).signature },
        'what was signed is not what the entry says',
      ],
      [
        {
          ...honest,
          signature: {
            ...(await signedBy(kari, { to: 'staging' })).signature,
            statement: signature.statement,
          },
        },
        'its signature is not over what the entry says',
      ],
      [
        { ...honest, signature: { ...signature, key: ola.fingerprint } },
        `it was signed with another key than it says, ${kari.fingerprint}`,
      ],
      [{ ...honest, signature: { ...signature, sshsig: 'hello' } }, 'what stands for its signature is none'],
    ]
    for (const [changes] of forged) await forge({ approvedAt: now.toISOString(), ...changes })
    const listed = await listApprovals(as('per'), plan)
    expect(listed.approvals.map(({ state, why }) => [state, why])).toEqual(
      forged.map(([, why]) => ['refused', why]),
    )
    const reason = verdict(await apply())?.reason
    expect(reason).toContain('has 0 of 2 approvals: 2 more are needed, of kari or ola.')
    expect(reason).toContain(' Entry 8 of mallory does not count: what stands for its signature is none.')
  })

  test('a signature counts as of when it was given, whatever its key is now', async () => {
    const folder = await temporaryFolder()
    const [kari, ola] = await people(folder, 'kari', 'ola')
    if (kari === undefined || ola === undefined) throw new Error('no keys')
    const rule = signers([`kari valid-before="20261124120000" ${kari.publicKey}`, `ola ${ola.publicKey}`], {
      count: 1,
    })
    const { plan, as, apply } = await scene(rule)
    await approvePlan(as('kari', new Date('2026-11-24T11:59:00.000Z')), plan, { key: kari.file })
    expect((await apply(new Date('2026-11-24T13:00:00.000Z'))).exitCode).toBe(0)
  })

  test('without ssh-keygen the answer is unknown, which denies', async () => {
    const folder = await temporaryFolder()
    const [kari] = await people(folder, 'kari')
    if (kari === undefined) throw new Error('no key')
    const { plan, as, pipeline } = await scene(signers([`kari ${kari.publicKey}`], { count: 1 }))
    await approvePlan(as('kari'), plan, { key: kari.file })
    const ssh = openSshKeys({ env: { PATH: folder }, hasTerminal: false })
    const run = { dryRun: false, isRead: false, keepGoing: false }
    const denied = await applySavedPlan({ ...pipeline.again(), ssh }, plan, run)
    expect(denied.exitCode).toBe(3)
    expect(denied.plan.verdicts.find(({ gate }) => gate === 'approvals')).toMatchObject({
      answer: 'unknown',
      reason: 'What it asks for could not be read: ssh-keygen cannot be used: it was not found.',
    })
  })
})
