import { json } from 'node:stream/consumers'
import type { Pattern } from './patterns.ts'
import { worstCasesOf } from './worst-cases.ts'

const MEBIBYTE = 1024 * 1024

// Tries each pattern that comes on stdin on 1 MiB of each of its worst cases; tells each one's place before and `done`
// at the end, so that whoever waits knows which one does not end.
for (const { place, source, flags } of (await json(process.stdin)) as readonly Pattern[]) {
  process.stdout.write(`${place}\n`)
  const pattern = new RegExp(source, flags)
  for (const { before, pump, after, isWhole } of worstCasesOf(source, flags)) {
    const part = isWhole ? before + pump : pump
    const text = `${isWhole ? '' : before}${part.repeat(Math.ceil(MEBIBYTE / part.length))}${after}`
    pattern.lastIndex = 0
    if (pattern.global) text.replace(pattern, '')
    else pattern.exec(text)
  }
}
process.stdout.write('done\n')
