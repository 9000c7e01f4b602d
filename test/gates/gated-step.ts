import type { GatedStep } from '../../src/model/gates/gate.ts'
import { type GateRules, NO_GATES, PLAIN_RULE } from '../../src/model/gates/rules.ts'
import { digestOf } from '../../src/oci/digest.ts'

/** A rule as its short form has it. */
export function plain<Rule>(rule: Rule): Rule & typeof PLAIN_RULE {
  return { ...PLAIN_RULE, ...rule }
}

/** The step of api:1.4.2, whose content is `a`, from test to prod, where these gates are. */
export function gatedStep(gates: Partial<GateRules>, changes: Partial<GatedStep> = {}): GatedStep {
  return {
    image: 'api',
    tag: '1.4.2',
    digest: digestOf('a'),
    isInStep: false,
    purpose: 'promotion',
    from: { name: 'test', repository: 'test.example.com/api' },
    to: {
      name: 'prod',
      repository: 'prod.example.com/api',
      referrers: { copy: 'none', require: [] },
      gates: { ...NO_GATES, ...gates },
    },
    plan: { digest: digestOf('plan'), author: 'release-manager' },
    ...changes,
  }
}
