/** Whether a command line says `--format json`, which is `--json`. */
export function asksForJson(argv: readonly string[]): boolean {
  return argv.some(
    (word, index) => word === '--format=json' || (word === '--format' && argv[index + 1] === 'json'),
  )
}
