import type { PromotionConfig } from '../config.ts'

/** What a person should know of environments that take approvals by name alone, a sentence each. */
export function unsignedWarnings({ environments }: Pick<PromotionConfig, 'environments'>): readonly string[] {
  return environments.flatMap(({ name, gates: { approvals } }) =>
    approvals === undefined || approvals.allowedSigners !== undefined
      ? []
      : [
          `${name} takes approvals by name alone (unsigned: allow): anybody can set a name, and so approve as anybody else.`,
        ],
  )
}
