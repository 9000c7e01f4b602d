/**
 * Markdown of at most `limit` bytes in UTF-8: what is longer ends after a whole line, and a note says how much is
 * missing and where the rest stands. Nothing at all where not even the note fits.
 */
export function cutMarkdown(text: string, limit: number, rest: string): string {
  const bytes = Buffer.byteLength(text)
  if (bytes <= limit) return text
  const lines = text.split('\n')
  const note = (left: number): string => `\n\n… ${left} more lines do not fit here: ${rest}\n`
  const room = limit - Buffer.byteLength(note(lines.length))
  let used = 0
  let kept = 0
  for (const line of lines) {
    used += Buffer.byteLength(line) + 1
    if (used > room) break
    kept++
  }
  const cut = `${lines.slice(0, kept).join('\n')}${note(lines.length - kept)}`
  return Buffer.byteLength(cut) <= limit ? cut : ''
}
