/** What a flag is given on a command line, also on one that could not be parsed: the word behind it; undefined without it. */
export function flagValue(argv: readonly string[], name: string): string | undefined {
  const end = argv.indexOf('--')
  const flags = end < 0 ? argv : argv.slice(0, end)
  const joined = flags.find((word) => word.startsWith(`--${name}=`))
  if (joined !== undefined) return joined.slice(`--${name}=`.length)
  const at = flags.indexOf(`--${name}`)
  return at < 0 ? undefined : flags[at + 1]
}
