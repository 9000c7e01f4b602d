import { readWindow } from '../../model/gates/freeze-window.ts'
import type { Gate } from '../../model/gates/gate.ts'
import type { FreezeRule } from '../../model/gates/rules.ts'
import { PromoteError } from '../../support/errors.ts'
import { ZoneClock } from '../../support/time/zone-clock.ts'
import { readyAt } from '../words.ts'
import { type Frozen, frozenAt } from './frozen.ts'

/** Windows that are named where what the gate asks for is told. */
const SHOWN_WINDOWS = 3

/** Nothing is promoted into an environment while one of its windows holds. */
export const freeze = {
  name: 'freeze',
  rules: ({ to }) => (to.gates.freeze === undefined ? [] : [to.gates.freeze]),
  asks: ({ to }) => (to.gates.freeze === undefined ? '' : asksText(to.gates.freeze)),
  collect: async () => null,
  judge(step, _evidence, now) {
    const { image, tag, to } = step
    const rule = to.gates.freeze
    if (rule === undefined) return []
    const frozen = frozenNow(rule, now)
    const { timezone } = rule
    if (!frozen.isFrozen) {
      const until = frozen.freezes === undefined ? null : new Date(frozen.freezes).toISOString()
      const evidence = { timezone, windows: null, freezesAt: until }
      return [{ gate: 'freeze', image, tag, answer: 'pass', reason: `${to.name} is not frozen.`, evidence }]
    }
    const windows = frozen.by.join(', ')
    return [
      {
        gate: 'freeze',
        image,
        tag,
        answer: 'deny',
        reason: `${to.name} is frozen: ${windows} in ${timezone}.`,
        evidence: { timezone, windows },
        ...readyAt(frozen.opens),
      },
    ]
  },
} satisfies Gate<null>

function asksText({ windows, timezone }: FreezeRule): string {
  const more = windows.length > SHOWN_WINDOWS ? ` and ${windows.length - SHOWN_WINDOWS} more` : ''
  return `it is outside of ${windows.slice(0, SHOWN_WINDOWS).join(', ')}${more} in ${timezone}`
}

/** What the rule said last, for all steps of one judgement are asked about at one time. */
const answers = new WeakMap<FreezeRule, { readonly at: number; readonly frozen: Frozen }>()

function frozenNow(rule: FreezeRule, now: Date): Frozen {
  const at = now.getTime()
  const known = answers.get(rule)
  if (known?.at === at) return known.frozen
  const windows = rule.windows.map((text) => {
    const window = readWindow(text)
    // A file with such a window is refused, so this is no answer that a person has to get.
    if (window.kind === 'problem') throw new PromoteError('usage', window.message, { hint: window.hint })
    return { text, window }
  })
  const frozen = frozenAt(windows, new ZoneClock(rule.timezone), at)
  answers.set(rule, { at, frozen })
  return frozen
}
