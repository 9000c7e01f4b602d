import { expect, test } from 'vitest'
import { requestsIn } from '../../bench/registry.ts'
import { judge, type RowResult, spreadOf, type ToolResult } from '../../bench/result.ts'
import { rowTable, targetTable } from '../../bench/table.ts'

function tool(name: string, ...milliseconds: number[]): ToolResult {
  const samples = milliseconds.map((value) => ({
    milliseconds: value,
    cpuSeconds: undefined,
    peakBytes: undefined,
  }))
  return { tool: name, samples }
}

function row(tools: readonly ToolResult[], atMost: number): RowResult {
  const targets = [{ what: 'quick', measure: 'milliseconds', against: ['one', 'other'], atMost } as const]
  return { id: 'row', title: 'A row', how: 'somehow', tools, targets }
}

test.each([
  [[30, 10, 20], { median: 20, lowest: 10, highest: 30 }],
  [[40, 10, 20, 30], { median: 25, lowest: 10, highest: 40 }],
  [[], undefined],
])('the spread of %j is %j', (values, spread) => {
  expect(spreadOf(tool('any', ...values), 'milliseconds')).toEqual(spread)
})

test('a measure that was not taken every time has no spread', () => {
  const whole = { milliseconds: 1, cpuSeconds: 1, peakBytes: 1 }
  const samples = [whole, { ...whole, peakBytes: undefined }]
  expect(spreadOf({ tool: 'any', samples }, 'peakBytes')).toBeUndefined()
})

test('a target compares medians with the best of the tools that it names', () => {
  const [judgement] = judge(row([tool('promote', 50), tool('one', 100), tool('other', 200)], 0.4))
  expect(judgement).toMatchObject({ found: 0.5, isRatio: true })
})

test('a target without a tool to compare with is not measured, and never met', () => {
  const lonely = row([tool('promote', 50), { tool: 'one', samples: [], problem: 'not here' }], 0.4)
  expect(judge(lonely)[0]?.found).toBeUndefined()
  expect(targetTable([lonely])).toContain('not measured')
})

test.each([
  [0.4, 'missed by 25 %'],
  [0.5, 'met, exactly'],
  [1, 'met, 50 % below'],
])('0.5 × with at most %f × is %s', (atMost, verdict) => {
  expect(targetTable([row([tool('promote', 50), tool('one', 100)], atMost)])).toContain(verdict)
})

test('a table shows ratios to our own, and why a tool has no figures', () => {
  const table = rowTable(
    row([tool('promote', 50), tool('one', 100), { tool: 'other', samples: [], problem: 'not here' }], 1),
  )
  expect(table.split('\n').slice(-5)).toEqual([
    '|  | ms | promote ÷ it | runs |',
    '|---|---:|---:|---:|',
    '| promote | 50.0 |  | 1 |',
    '| one | 100 | 0.50 | 1 |',
    '| other | not here |  |  |',
  ])
})

test('requests are counted by their ids: an answer with two errors has two lines', () => {
  const line = (id: string) =>
    `level=info msg="response completed" http.request.id=${id} http.request.method=GET\n`
  expect(requestsIn(`listening on 127.0.0.1:1\n${line('a')}${line('b')}${line('b')}`)).toBe(2)
})

test('a row may be compared by another measure than time', () => {
  const used = (name: string, cpuSeconds: number): ToolResult => ({
    tool: name,
    samples: [{ milliseconds: 10, cpuSeconds, peakBytes: undefined }],
  })
  const tools = [used('node', 0.04), used('promote', 0.5)]
  const table = rowTable({ ...row(tools, 1), baseline: 'node', comparedBy: 'cpuSeconds' })
  expect(table.split('\n').slice(-4)).toEqual([
    '|  | ms | ÷ node, CPU | runs | CPU s |',
    '|---|---:|---:|---:|---:|',
    '| node | 10.0 |  | 1 | 0.04 |',
    '| promote | 10.0 | 12.50 | 1 | 0.50 |',
  ])
})
