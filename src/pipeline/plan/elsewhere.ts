import type { PlanStep } from '../../model/plan.ts'

/** The warning that layers of an image are not copied, as the source does not have them; none for no layers. */
export function elsewhereText({ image, source }: PlanStep, layers: number): readonly string[] {
  if (layers === 0) return []
  const what = layers === 1 ? '1 layer is' : `${layers} layers are`
  const them = layers === 1 ? 'it' : 'them'
  return [
    `${image}: ${what} not copied, as ${source.repository} does not have ${them}: URLs in the manifest name ${them} (foreign layers).`,
  ]
}
