import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { routeArguments } from '../../../src/cli/routing/route-arguments.ts'

const names = {
  ids: new Map([
    ...['diff', 'plan', 'plan:show', 'ledger:verify', 'ledger:show'].map((id) => [id, id] as const),
    ['image:pull', 'pull'],
  ]),
  valueFlags: new Set(['--from', '--to', '--file', '-f', '--image']),
}

describe('which command runs', () => {
  test.each([
    ['diff --from a', { kind: 'command', id: 'diff', args: ['--from', 'a'] }],
    ['-f x.yaml diff --from a', { kind: 'command', id: 'diff', args: ['-f', 'x.yaml', '--from', 'a'] }],
    ['--file=x.yaml diff', { kind: 'command', id: 'diff', args: ['--file=x.yaml'] }],
    ['-f diff plan', { kind: 'command', id: 'plan', args: ['-f', 'diff'] }],
    [
      'api:1.5.0 --from test --to prod',
      { kind: 'root', args: ['api:1.5.0', '--from', 'test', '--to', 'prod'] },
    ],
    ['--from diff --to prod', { kind: 'root', args: ['--from', 'diff', '--to', 'prod'] }],
    ['--image diff --from a --to b', { kind: 'root', args: ['--image', 'diff', '--from', 'a', '--to', 'b'] }],
    ['-- diff', { kind: 'root', args: ['--', 'diff'] }],
    ['ledger verify --json', { kind: 'command', id: 'ledger:verify', args: ['--json'] }],
    ['ledger --json show 3', { kind: 'command', id: 'ledger:show', args: ['--json', '3'] }],
    ['plan show p.json', { kind: 'command', id: 'plan:show', args: ['p.json'] }],
    ['plan -f x.yaml show p.json', { kind: 'command', id: 'plan:show', args: ['-f', 'x.yaml', 'p.json'] }],
    [
      'plan --from a --to b show',
      { kind: 'command', id: 'plan', args: ['--from', 'a', '--to', 'b', 'show'] },
    ],
    ['plan api --from a --to b', { kind: 'command', id: 'plan', args: ['api', '--from', 'a', '--to', 'b'] }],
    ['image pull nginx', { kind: 'command', id: 'pull', args: ['nginx'] }],
    ['image', { kind: 'help', topic: ['image'] }],
    ['ledger', { kind: 'help', topic: ['ledger'] }],
    ['help diff', { kind: 'help', topic: ['diff'] }],
    ['--help', { kind: 'help', topic: [] }],
    ['diff --help', { kind: 'command', id: 'diff', args: ['--help'] }],
    ['', { kind: 'help', topic: [] }],
    ['ledger help', { kind: 'help', topic: ['ledger'] }],
    ['help ledger verify', { kind: 'help', topic: ['ledger', 'verify'] }],
    ['ledger verfy', { kind: 'unknown', words: 'ledger verfy', near: 'ledger verify' }],
    ['ledger --json zzz', { kind: 'unknown', words: 'ledger zzz', near: undefined }],
    ['help dif', { kind: 'unknown', words: 'dif', near: 'diff' }],
    ['dif --json', { kind: 'unknown', words: 'dif', near: 'diff' }],
    ['dif --from a --to b', { kind: 'root', args: ['dif', '--from', 'a', '--to', 'b'] }],
    ['api:1.5.0', { kind: 'root', args: ['api:1.5.0'] }],
  ])('promote %s', (line, expected) => {
    expect(routeArguments(line === '' ? [] : line.split(' '), names)).toEqual(expected)
  })

  test('no word is lost or moved', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('diff', 'ledger', 'verify', 'api', '-f', '--json', '--', 'x'), {
          minLength: 1,
        }),
        (argv) => {
          const routed = routeArguments(argv, names)
          if (routed.kind === 'help' || routed.kind === 'unknown') return
          const taken = routed.kind === 'command' ? routed.id.split(':') : []
          expect([...taken, ...routed.args].toSorted()).toEqual(argv.toSorted())
        },
      ),
    )
  })
})
