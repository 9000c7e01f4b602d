import type { Reading } from '../../model/progress.ts'
import { printable } from '../../support/printable.ts'
import { listText, sizeText } from '../words/units.ts'

/** How many environments are named; of more it is said how many there are. */
const NAMED_ENVIRONMENTS = 3

/** What is being read, and how much of it was: `reading prod, 31 of 120`, under `verify --deep` with the bytes hashed. */
export function readingText(reading: Reading): string {
  const environments = printable(reading.environments)
  const where =
    environments.length > NAMED_ENVIRONMENTS ? `${environments.length} environments` : listText(environments)
  const hashed = reading.bytes === 0 ? '' : `, ${sizeText(reading.bytes)} hashed`
  return `reading ${where}, ${reading.done} of ${reading.of}${hashed}`
}
