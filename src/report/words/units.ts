import prettyBytes from 'pretty-bytes'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Bytes for people, in powers of 1000 with three digits: `18.4 MB`. */
export function sizeText(bytes: number): string {
  return prettyBytes(bytes)
}

/** Milliseconds for people: `340 ms`, `7.9 s`, `4 min 5 s`, `3 h 12 min`, `2 d 3 h`; rounded to what is shown. */
export function durationText(milliseconds: number): string {
  const ms = Math.max(0, Math.round(milliseconds))
  if (ms < SECOND) return `${ms} ms`
  if (ms < 59_950) return `${(ms / SECOND).toFixed(1)} s`
  if (ms < HOUR - SECOND / 2) return twoUnits(Math.round(ms / SECOND), 60, 'min', 's')
  if (ms < DAY - MINUTE / 2) return twoUnits(Math.round(ms / MINUTE), 60, 'h', 'min')
  return twoUnits(Math.round(ms / HOUR), 24, 'd', 'h')
}

/**
 * An ISO 8601 time in the reader's zone: `Wed 14:10 CET` within six days of now, else `2026-10-02 14:10 CEST`.
 * Text that is no time comes back as it is.
 */
export function timeText(iso: string, options: { readonly timeZone?: string; readonly now: Date }): string {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return iso
  const parts = timeParts(at, options.timeZone)
  const near = Math.abs(at.getTime() - options.now.getTime()) < 6 * DAY
  const day = near ? parts.weekday : `${parts.year}-${parts.month}-${parts.day}`
  return `${day} ${parts.hour}:${parts.minute} ${zoneName(at, options.timeZone)}`
}

/**
 * How long ago an ISO 8601 time is, in whole units as docker says it: `3 weeks ago`, `About an hour ago`. Text that is no
 * time comes back as it is.
 */
export function agoText(iso: string, now: Date): string {
  const ms = now.getTime() - new Date(iso).getTime()
  if (Number.isNaN(ms)) return iso
  if (ms < SECOND) return 'Less than a second ago'
  if (ms < MINUTE) return `${countText(Math.floor(ms / SECOND), 'second')} ago`
  if (ms < 2 * MINUTE) return 'About a minute ago'
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} minutes ago`
  if (ms < 2 * HOUR) return 'About an hour ago'
  if (ms < 2 * DAY) return `${Math.floor(ms / HOUR)} hours ago`
  if (ms < 14 * DAY) return `${Math.floor(ms / DAY)} days ago`
  if (ms < 60 * DAY) return `${Math.floor(ms / (7 * DAY))} weeks ago`
  if (ms < 730 * DAY) return `${Math.floor(ms / (30 * DAY))} months ago`
  return `${Math.floor(ms / (365 * DAY))} years ago`
}

/** A count with its noun: `1 blob`, `2 blobs`; an irregular plural is given. */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** `a, b and c`; of more than `most` items the first ones and how many more: `a, b and 7 more`. */
export function listText(items: readonly string[], most = Number.POSITIVE_INFINITY): string {
  if (items.length > most) return `${items.slice(0, most).join(', ')} and ${items.length - most} more`
  if (items.length < 2) return items.join('')
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

function twoUnits(small: number, ratio: number, big: string, little: string): string {
  const rest = small % ratio
  const whole = `${Math.floor(small / ratio)} ${big}`
  return rest === 0 ? whole : `${whole} ${rest} ${little}`
}

function timeParts(at: Date, timeZone: string | undefined): Readonly<Record<string, string>> {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...(timeZone === undefined ? {} : { timeZone }),
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
}

// British English knows the European abbreviations (CET), American English the American ones (EST);
// for the rest of the world both say GMT+8.
function zoneName(at: Date, timeZone: string | undefined): string {
  const names = ['en-GB', 'en-US'].map((locale) => {
    const format = new Intl.DateTimeFormat(locale, {
      ...(timeZone === undefined ? {} : { timeZone }),
      timeZoneName: 'short',
    })
    return format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  })
  const named = names.find((name) => !/^GMT[+-]/.test(name)) ?? names[0] ?? ''
  return named.replace(/^GMT(?=[+-])/, 'UTC')
}
