import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { command } from '../../src/gates/command/gate.ts'
import type { Evidence } from '../../src/model/gates/gate.ts'
import { type CommandRule, PLAIN_RULE } from '../../src/model/gates/rules.ts'
import { temporaryFolder } from '../support/folders.ts'
import { ask, overriding, told } from './asking.ts'
import { gatedStep } from './gated-step.ts'

const variables = { PATH: process.env.PATH, HOME: '/home/kari', GITHUB_TOKEN: 'ghp_0123456789', OTHER: 'x' }

function rule(run: readonly string[], more: Partial<CommandRule> = {}): CommandRule {
  return { ...PLAIN_RULE, run, name: 'policy', shell: false, env: [], timeoutMs: 20_000, ...more }
}

/** A program of the shell, without being one: the rule runs sh. */
function sh(script: string, more: Partial<CommandRule> = {}): CommandRule {
  return rule(['/bin/sh', '-c', script, 'sh', '{image}', '{digest}'], more)
}

const step = (...rules: readonly CommandRule[]) => gatedStep({ command: rules })
const reading: Partial<Evidence> = { variables, folder: '/' }

/** What the only program says, with what was recorded of it. */
async function answer(own: CommandRule, read = reading) {
  const [verdict] = await ask(command, step(own), read)
  return { ...verdict, said: `${verdict?.answer}: ${verdict?.reason}` }
}

describe('a program that ends', () => {
  test('passes with exit code 0, and what it printed is kept', async () => {
    expect(await answer(sh('echo checked $1 $2'))).toMatchObject({
      answer: 'pass',
      reason: 'policy lets it pass.',
      evidence: { command: 'policy', exit: 0, output: `checked api ${step().digest}` },
    })
  })

  test('denies with any other, and the last line that it printed', async () => {
    expect(await answer(sh('echo looking; echo >&2; echo "  too old " >&2; exit 3'))).toMatchObject({
      answer: 'deny',
      reason: 'policy: too old.',
      evidence: { exit: 3, output: 'looking\n\ntoo old' },
    })
    expect((await answer(sh('exit 1'))).said).toBe('deny: policy ended with exit code 1 and said nothing.')
  })

  test('each of several gives a verdict of its own', async () => {
    expect(
      await told(
        command,
        step(sh('exit 0', { name: 'one' }), sh('echo no; exit 1', { name: 'two' })),
        reading,
      ),
    ).toBe('pass: one lets it pass.\ndeny: two: no.')
  })
})

describe('a program that does not', () => {
  test.each<[string, CommandRule, string]>([
    [
      'hangs',
      sh('echo waiting; sleep 1000', { timeoutMs: 500 }),
      'policy did not end in 0.5 s and was stopped.',
    ],
    ['crashes', sh('kill -SEGV $$'), 'policy crashed: SIGSEGV ended it.'],
    ['prints a gigabyte', sh('yes'), 'policy printed more than 16 MiB and was stopped.'],
    [
      'is not there',
      rule(['no-such-policy', 'x']),
      'policy could not be started (no-such-policy): it was not found.',
    ],
    [
      'is no program',
      rule(['./']),
      'policy could not be started (./): it may not be executed (permission denied).',
    ],
  ])('is unknown: one that %s', async (_, own, reason) => {
    expect((await answer(own)).said).toBe(`unknown: ${reason}`)
  })

  test('keeps no more than a part of what was printed', async () => {
    const { evidence } = await answer(sh('yes "$(printf %300s x)"'))
    expect(String(evidence?.output).length).toBeLessThan(40 * 201 + 50)
    expect(evidence?.output).toMatch(/\n… \(\d+ bytes in all\)$/)
  })

  test('is ended by the signal that ends the run', async () => {
    const controller = new AbortController()
    const folder = await temporaryFolder()
    const running = ask(command, step(sh(`echo > "${folder}/up"; sleep 1000`)), reading, {
      signal: controller.signal,
    })
    const ended = expect(running).rejects.toThrow('enough')
    while ((await readFile(join(folder, 'up')).catch(() => null)) === null) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    controller.abort(new Error('enough'))
    await ended
  })
})

describe('what a program gets', () => {
  test('is each value in its own argument, whatever braces stand beside it', async () => {
    const { evidence } = await answer(
      rule([
        '/usr/bin/printf',
        '%s\n',
        '{source}',
        '{tag}/{from}>{to}',
        '{destination}',
        '{unknown} {{image}} {"a":1}',
      ]),
    )
    expect(evidence?.output).toBe(
      [
        `test.example.com/api@${step().digest}`,
        '1.4.2/test>prod',
        'prod.example.com/api',
        '{unknown} {api} {"a":1}',
      ].join('\n'),
    )
  })

  test('is no more of the environment than it needs, what the rule names, and the step', async () => {
    const { evidence } = await answer(rule(['/usr/bin/env'], { env: ['OTHER', 'UNSET'] }))
    const names = String(evidence?.output)
      .split('\n')
      .map((line) => line.split('=')[0])
      .filter((name) => !['PWD', 'SHLVL', '_'].includes(name ?? ''))
    expect(names.toSorted()).toEqual([
      'HOME',
      'OTHER',
      'PATH',
      ...['DESTINATION', 'DIGEST', 'FROM', 'IMAGE', 'SOURCE', 'TAG', 'TO'].map((name) => `PROMOTE_${name}`),
    ])
  })

  test('has a path from the folder of the promotion file, and that as its own', async () => {
    const folder = await temporaryFolder()
    await mkdir(join(folder, 'policies'))
    await writeFile(join(folder, 'policies', 'check'), '#!/bin/sh\npwd\n')
    await chmod(join(folder, 'policies', 'check'), 0o755)
    const { evidence } = await answer(rule(['policies/check']), { variables, folder })
    expect(evidence?.output).toBe(folder)
  })

  test('a text for the shell reads values as variables and arguments, never as text', async () => {
    const own = rule(['echo "$PROMOTE_TAG" "$1" "$0" | tr 4 5', '{tag}'], { shell: true })
    const tag = '1.4$(id);x'
    const [verdict] = await ask(command, { ...step(own), tag }, reading)
    expect(verdict?.evidence.output).toBe('1.5$(id);x 1.5$(id);x policy')
  })
})

describe('what a program prints', () => {
  test('has no secret of ours, no escapes and no logins when it is recorded', async () => {
    const script = [
      'printf "token ghp_0123456789\\n"',
      'printf "part ghp_\\033[31m0123456789\\033[0m\\n"',
      'printf "\\033]0;title\\007\\033[2Jred\\001\\n"',
      'printf "https://kari:hunter2@example.com/?sig=abcdefgh\\n"',
      'printf "Authorization: Bearer abcdefghijkl"',
      'exit 1',
    ].join('; ')
    const { evidence, reason } = await answer(sh(script))
    expect(evidence?.output).toBe(
      [
        'token REDACTED',
        'part REDACTED',
        'red',
        'https://example.com/?sig=REDACTED',
        'Authorization: Bearer REDACTED',
      ].join('\n'),
    )
    expect(reason).toBe('policy: Authorization: Bearer REDACTED.')
  })

  test('has no value of a variable that its rule names', async () => {
    const own = sh('echo "key $POLICY_KEY"', { env: ['POLICY_KEY'] })
    const { evidence } = await answer(own, {
      ...reading,
      variables: { ...variables, POLICY_KEY: 'open sesame' },
    })
    expect(evidence?.output).toBe('key REDACTED')
  })
})

describe('how often a program is run', () => {
  test('once for each step of a run, though gates are judged again before tags move', async () => {
    const folder = await temporaryFolder()
    const own = sh('echo "$1" >> count')
    const readings = new Map<string, Promise<unknown>>()
    const once = <T>(key: string, work: () => Promise<T>): Promise<T> => {
      const known = readings.get(key) ?? work()
      readings.set(key, known)
      return known as Promise<T>
    }
    for (const image of ['api', 'api', 'web']) {
      await ask(command, { ...step(own), image }, { variables, folder, once })
    }
    expect(await readFile(join(folder, 'count'), 'utf8')).toBe('api\nweb\n')
  })
})

test('each program is passed over by its own rule', async () => {
  const rules = [sh('exit 1', { name: 'soft' }), sh('exit 1', { name: 'hard', overridable: false })]
  const verdicts = await ask(command, step(...rules), reading, overriding('command'))
  expect(verdicts.map(({ overridden }) => overridden !== undefined)).toEqual([true, false])
  expect(verdicts[1]?.reason).toMatch(/cannot be overridden\.$/)
})

test('a rule for promotions alone is not run for a rollback', async () => {
  const both = { appliesTo: ['promotion', 'rollback'] } as const
  const rules = [sh('exit 1', { name: 'promotions' }), sh('exit 0', { name: 'both', ...both })]
  expect(await told(command, { ...step(...rules), purpose: 'rollback' }, reading)).toBe(
    'pass: both lets it pass.',
  )
})
