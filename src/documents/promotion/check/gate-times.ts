import { coverWeek, type FreezeWindow, readWindow } from '../../../model/gates/freeze-window.ts'
import { nearest } from '../../../support/nearest.ts'
import { isZone, knownZones, ZoneClock } from '../../../support/time/zone-clock.ts'
import { type Path, valueAt } from '../../pointer.ts'
import type { Draft } from '../draft.ts'
import { milliseconds } from '../duration.ts'

/** Reports a zone that is none, and windows that cannot be read, hold nothing, or never end. @param path of `freeze` */
export function checkFreeze(draft: Draft, path: Path): void {
  const zone = checkZone(draft, [...path, 'timezone'])
  const clock = zone === undefined ? undefined : new ZoneClock(zone)
  const items = draft.items([...path, 'windows'])
  const windows = items.flatMap((item) => checkWindow(draft, item, clock) ?? [])
  if (windows.length === items.length && coverWeek(windows)) {
    draft.report(
      [...path, 'windows'],
      'These windows leave no time of the week: nothing could ever be promoted.',
    )
  }
}

/** The zone; undefined where there is none, or one that is not known. */
function checkZone(draft: Draft, path: Path): string | undefined {
  const zone = draft.text(path)
  if (zone === undefined || isZone(zone)) return zone
  const zones = knownZones()
  // People know a zone by its city.
  const near =
    zones.find((known) => known.toLowerCase().endsWith(`/${zone.toLowerCase()}`)) ?? nearest(zone, zones)[0]
  draft.report(path, `There is no time zone "${zone}".`, {
    hint:
      near === undefined
        ? 'Zones are named as the IANA time zone database has them: Europe/Oslo, America/New_York, UTC.'
        : `Did you mean "${near}"?`,
  })
  return undefined
}

function checkWindow(draft: Draft, path: Path, clock: ZoneClock | undefined): FreezeWindow | undefined {
  const text = draft.text(path)
  if (text === undefined) return undefined
  const window = readWindow(text)
  if (window.kind === 'problem') {
    const { message, hint, part } = window
    draft.report(path, message, { hint, ...(part === undefined ? {} : { part }) })
    return undefined
  }
  const isLeftOut =
    window.kind === 'dates' && clock !== undefined && clock.reaches(window.begin) >= clock.passes(window.end)
  if (!isLeftOut) return window
  draft.report(path, `The window "${text}" is empty: the clocks there leave that time out.`)
  return undefined
}

/** Reports an `age` that says nothing, or that no image can have. */
export function checkAge(draft: Draft, path: Path): void {
  if (valueAt(draft.value, path) === undefined || draft.isFaulty(path)) return
  const keys = draft.keys(path)
  if (!keys.includes('most') && !keys.includes('least')) {
    draft.report(path, '"age" says neither "most" nor "least".', { atKey: true })
    return
  }
  const most = draft.text([...path, 'most'])
  const least = draft.text([...path, 'least'])
  if (most !== undefined && least !== undefined && milliseconds(least) > milliseconds(most)) {
    draft.report([...path, 'least'], `No image is at least ${least} and at most ${most} old.`)
  }
}
