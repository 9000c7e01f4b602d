import { expect, test } from 'vitest'
import { load, prodWith, refusal } from '../../reading.ts'

async function problemsOf(...lines: string[]): Promise<readonly string[] | undefined> {
  const { details } = await refusal(prodWith(['gates:', ...lines.map((line) => `      ${line}`)].join('\n')))
  return details.problems?.map(({ line, column, message, hint }) =>
    [`${line}:${column} ${message}`, hint].filter((part) => part !== undefined).join(' — '),
  )
}

test('windows and zones that are wrong are told where they stand', async () => {
  expect(
    await problemsOf(
      'freeze:',
      '  timezone: Europe/Olso',
      '  windows:',
      '    - Fri 15:00/Mon 07:00',
      '    - Friday 15:00/Mon 07:00',
      '    - Fri 15:00/Fri 15:00',
      '    - 2026-12-24/2026-12-24',
      '    - 2027-01-04/2026-12-19',
      '    - 2026-12-24T15:00Z/2027-01-04',
      '    - Fri 15:00/2027-01-04',
      '    - 2026-02-30/2026-03-01',
      '    - Fri 15:00/Mon 25:00',
    ),
  ).toEqual([
    '9:19 There is no time zone "Europe/Olso". — Did you mean "Europe/Oslo"?',
    '12:13 "Friday" is no day of the week. — Write Fri.',
    '13:13 The window "Fri 15:00/Fri 15:00" is empty. — Its end has to be later than its beginning.',
    '14:13 The window "2026-12-24/2026-12-24" is empty. — The end is not part of it: for that day write 2026-12-24/2026-12-25.',
    '15:13 The window "2027-01-04/2026-12-19" ends before it begins. — Write its beginning first.',
    '16:13 "2026-12-24T15:00Z" is neither a day of the week with a time nor a date. — Times are those of "timezone".',
    '17:13 "Fri 15:00/2027-01-04" has a day of the week at one end and a date at the other. — Write a window of each week (Fri 15:00/Mon 07:00) or of dates (2026-12-19/2027-01-04), which may have times (2026-12-19T15:00).',
    '18:13 There is no day 2026-02-30. — Write a window of each week (Fri 15:00/Mon 07:00) or of dates (2026-12-19/2027-01-04), which may have times (2026-12-19T15:00).',
    '19:27 "25:00" is no time of a day. — Write hours and minutes: 07:00, 24:00.',
  ])
})

test('windows that leave nothing, and one that the clocks leave out', async () => {
  expect(
    await problemsOf('freeze: { timezone: UTC, windows: ["Mon 07:00/Fri 15:00", "Fri 15:00/Mon 07:00"] }'),
  ).toEqual(['8:41 These windows leave no time of the week: nothing could ever be promoted.'])
  expect(
    await problemsOf('freeze: { timezone: Europe/Oslo, windows: ["2026-03-29T02:00/2026-03-29T03:00"] }'),
  ).toEqual([
    '8:50 The window "2026-03-29T02:00/2026-03-29T03:00" is empty: the clocks there leave that time out.',
  ])
  expect(await problemsOf('freeze: { timezone: oslo, windows: ["Fri 15:00/Mon 07:00"] }')).toEqual([
    '8:27 There is no time zone "oslo". — Did you mean "Europe/Oslo"?',
  ])
  expect(await problemsOf('freeze: { timezone: "+01:00", windows: ["Fri 15:00/Mon 07:00"] }')).toEqual([
    '8:27 There is no time zone "+01:00". — Zones are named as the IANA time zone database has them: Europe/Oslo, America/New_York, UTC.',
  ])
})

test('ages and soaks that no image can have', async () => {
  expect(await problemsOf('age: { most: 1d, least: 2w }', 'soak: 24 hours')).toEqual([
    '8:31 No image is at least 2w and at most 1d old.',
    '9:13 "24 hours" cannot stand here; expected a time such as 30m, 24h, 7d or 2w.',
  ])
})

test('rules of times are read in both forms', async () => {
  const rules = async (text: string) => (await load(prodWith(text))).environments.at(-1)?.gates
  const plain = { appliesTo: ['promotion'], overridable: true }
  expect(await rules('gates: { order: ledger, soak: 1w, age: { most: 30d, least: 90m } }')).toEqual({
    order: { ...plain, require: 'ledger' },
    soak: { ...plain, forMs: 604_800_000, since: 'outcome' },
    age: { ...plain, mostMs: 2_592_000_000, leastMs: 5_400_000 },
  })
  const windows = ['Fri 15:00/Mon 07:00', '2026-12-19/2027-01-04']
  expect(
    await rules(
      `gates: { soak: { for: 24h, since: created, overridable: false }, freeze: { timezone: Europe/Oslo, windows: ${JSON.stringify(windows)}, appliesTo: [promotion, rollback] } }`,
    ),
  ).toMatchObject({
    soak: { overridable: false, forMs: 86_400_000, since: 'created' },
    freeze: { appliesTo: ['promotion', 'rollback'], overridable: true, timezone: 'Europe/Oslo', windows },
  })
})
