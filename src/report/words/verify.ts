import type { VerifyFinding } from '../../model/result.ts'

/** What to do about what is wrong: for each kind of it what it means, and the command for the first tag of that kind. */
export function verifyAdvice(wrong: readonly VerifyFinding[]): string[] {
  const first = (...states: readonly VerifyFinding['state'][]): VerifyFinding | undefined =>
    wrong.find(({ state }) => states.includes(state))
  const moved = first('drift', 'missing')
  const incomplete = first('incomplete')
  return [
    ...(moved === undefined
      ? []
      : [
          'Moved or gone: no promotion did that. How it came there, and from where it can',
          `be promoted again: ${explainLine(moved)}`,
        ]),
    ...(first('damaged') === undefined
      ? []
      : ['Damaged: the registry lost or changed content; it has to be restored there.']),
    ...(incomplete === undefined
      ? []
      : [
          'Incomplete: promote it again, and what refers to it comes along. Which does, and',
          `where it is: ${explainLine(incomplete)}`,
        ]),
  ]
}

function explainLine({ environment, image, tag }: VerifyFinding): string {
  return `promote explain ${image}:${tag} ${environment}`
}
