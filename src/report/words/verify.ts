import type { VerifyFinding, VerifyReport } from '../../model/result.ts'

/** That the ledger says nothing of some tags, a sentence for each environment where that is so. */
export function unrecordedLines({ unrecorded = [] }: Pick<VerifyReport, 'unrecorded'>): string[] {
  return unrecorded.map(({ environment, tags }) => {
    const they = tags === 1 ? '1 tag is' : `${tags} tags are`
    return `${environment}: ${they} not in the ledger; only content was checked.`
  })
}

/** What to do about what is wrong: for each kind of it what it means, and the command for the first tag of that kind. */
export function verifyAdvice(wrong: readonly VerifyFinding[], deep: boolean): string[] {
  const first = (wanted: VerifyFinding['state']): VerifyFinding | undefined =>
    wrong.find(({ state }) => state === wanted)
  const moved = wrong.find((one) => (one.state === 'drift' || one.state === 'missing') && !isLeft(one))
  const damaged = first('damaged')
  const incomplete = first('incomplete')
  return [
    ...(moved === undefined
      ? []
      : [
          'Moved or gone: no promotion did that. What the ledger says is put back with:',
          `  ${repairLine(wrong, moved)}`,
          `How it came there: ${explainLine(moved)}`,
        ]),
    ...(wrong.some(isLeft)
      ? [
          'Left behind: a run failed and could not remove its tag. Remove it in the registry, or promote again.',
        ]
      : []),
    ...(damaged === undefined
      ? []
      : [
          'Damaged: the registry lost or changed content. What others have is brought again:',
          `  ${repairLine(wrong, damaged, deep)}`,
        ]),
    ...(incomplete === undefined
      ? []
      : [
          'Incomplete: what refers to an image is not all there. What came along with it is',
          'brought again with this; what is required and never came has to be promoted:',
          `  ${repairLine(wrong, incomplete)}`,
        ]),
  ]
}

/** The dry run that shows what would be put back, of the one image that is wrong there, or of all. */
function repairLine(
  wrong: readonly VerifyFinding[],
  { environment, state }: VerifyFinding,
  deep = false,
): string {
  const own = wrong.filter((finding) => finding.environment === environment && isAlike(finding.state, state))
  const images = [...new Set(own.map(({ image }) => image))]
  const words = [...(images.length === 1 ? images : []), ...(deep ? ['--deep'] : []), '--dry-run']
  return ['promote repair', environment, ...words].join(' ')
}

function isAlike(one: VerifyFinding['state'], other: VerifyFinding['state']): boolean {
  const moved = ['drift', 'missing']
  return one === other || (moved.includes(one) && moved.includes(other))
}

/** A tag that holds what the ledger says, and should not be there. */
function isLeft({ state, found, expected }: VerifyFinding): boolean {
  return state === 'drift' && found === expected
}

function explainLine({ environment, image, tag }: VerifyFinding): string {
  return `promote explain ${image}:${tag} ${environment}`
}
