import type { GatesReport, RouteGates } from '../../../model/gates/report.ts'
import { shortDigest } from '../../../oci/digest.ts'
import { printable } from '../../../support/printable.ts'
import type { RenderOptions } from '../../options.ts'
import { SIGNS } from '../../words/signs.ts'
import { countText } from '../../words/units.ts'
import { alignColumns } from '../columns.ts'
import { palette } from '../style.ts'
import { verdictLines } from './verdict.ts'

/** What is asked along each route, and how it stands now. */
export function gatesText(report: GatesReport, options: RenderOptions): string {
  const { routes } = printable(report)
  if (routes.length === 0) return 'Nothing is promoted to it: it is where images begin.\n'
  return `${routes.map((route) => routeLines(route, options).join('\n')).join('\n\n')}\n`
}

function routeLines(route: RouteGates, options: RenderOptions): string[] {
  const paint = palette(options)
  const plan = route.plan === null ? '' : `   ${paint.faint(`plan ${shortDigest(route.plan)}`)}`
  const asked = route.gates.map(({ gate, asks, overridable, appliesTo }) => {
    const more = [
      ...(appliesTo.includes('rollback') ? ['rollbacks too'] : []),
      ...(overridable ? [] : ['cannot be overridden']),
    ]
    return [gate, more.length === 0 ? asks : `${asks} ${paint.faint(`(${more.join(', ')})`)}`]
  })
  return [
    `${paint.strong(`${route.from} → ${route.to}`)}${plan}`,
    ...alignColumns(asked, { indent: '  ', width: options.width }),
    ...nowLines(route, options),
  ]
}

function nowLines({ error, verdicts, toDo }: RouteGates, options: RenderOptions): string[] {
  const paint = palette(options)
  if (error !== null) {
    const hint = error.hint === undefined ? [] : [`    ${error.hint}`]
    return [`  ${paint.mark('denied', SIGNS.denied)} not known now: ${error.message}`, ...hint]
  }
  if (toDo === 0) return [`  ${paint.mark('same', `${SIGNS.same} nothing to promote now`)}`]
  const [, ...lines] = verdictLines(verdicts, options)
  return [`  ${paint.strong(`now, for ${countText(toDo, 'step')}`)}`, ...lines.map((line) => `  ${line}`)]
}
