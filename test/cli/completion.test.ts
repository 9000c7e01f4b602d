import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { runPromote, testFolder } from '../support/cli.ts'
import { toolPath } from '../support/programs.ts'

const run = promisify(execFile)

/** Cases that hold in every shell: what stands before the cursor, and what is offered at least and not. */
const cases: readonly [words: string, offered: readonly string[], not: readonly string[]][] = [
  ['promote ', ['apply', 'diff', 'ledger', 'verify'], ['promote', 'ledger:verify', 'export']],
  ['promote di', ['diff'], ['apply']],
  ['promote ledger ', ['export', 'show', 'verify'], ['apply']],
  ['promote -f x.yaml ledger ve', ['verify'], ['show']],
  ['promote --fr', ['--from'], ['--to', '--format']],
  ['promote diff --form', ['--format'], ['--from']],
  ['promote diff --format ', ['text', 'json', 'markdown'], ['csv', '--from']],
  ['promote ledger export --format ', ['csv', 'json'], ['markdown']],
  ['promote ledger verify --h', ['--head', '--help'], ['--json']],
  ['promote api di', [], ['diff']],
  ['promote completion ', ['bash', 'zsh', 'fish'], ['apply']],
  ['promote plan --output pro', ['promotion.yaml'], []],
]

const shells = {
  bash: (script: string, words: readonly string[]) => [
    '-c',
    `source ${script}; COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _promote; printf '%s\\n' "\${COMPREPLY[@]}"`,
  ],
  // zsh completes on a terminal alone: what its own functions would be given is printed.
  zsh: (script: string, words: readonly string[]) => [
    '-f',
    '-c',
    [
      'compdef() { :; }',
      '_describe() { local name=$2 entry; for entry in "${(@P)name}"; do print -r -- "${entry%%:*}"; done }',
      'compadd() { [ "$1" = -- ] && shift; print -rl -- "$@"; }',
      '_files() { print -rl -- *; }',
      `source ${script}`,
      `words=(${words.map((word) => `'${word}'`).join(' ')}); CURRENT=${words.length}; PREFIX='${words.at(-1)}'`,
      '_promote',
    ].join('\n'),
  ],
  fish: (script: string, words: readonly string[]) => [
    '--no-config',
    '-c',
    `source ${script}; complete -C '${words.join(' ')}' | string replace -r '\\t.*' ''; true`,
  ],
} as const

for (const [shell, argumentsFor] of Object.entries(shells)) {
  const program = toolPath(shell)
  const title = program === undefined ? `${shell} [skipped: ${shell} is not on PATH]` : shell
  describe.skipIf(program === undefined)(title, () => {
    test.each(cases)('%s', async (text, offered, not) => {
      const folder = await testFolder({ 'promotion.yaml': '' })
      const { code, stdout: script, stderr } = await runPromote(['completion', shell], { cwd: folder })
      expect(code, stderr).toBe(0)
      await writeFile(path.join(folder, 'script'), script)
      const words = text.split(' ')
      const { stdout } = await run(program ?? shell, argumentsFor('./script', words), {
        cwd: folder,
        env: { PATH: process.env.PATH ?? '', HOME: folder },
      })
      // zsh drops by itself what does not begin with the word.
      const found = stdout.split('\n').filter((line) => line !== '' && line.startsWith(words.at(-1) ?? ''))
      expect(found).toEqual(expect.arrayContaining([...offered]))
      for (const word of not) expect(found).not.toContain(word)
    })
  })
}

test('another shell is a usage error that names the three', async () => {
  const folder = await testFolder()
  const { code, stderr } = await runPromote(['completion', 'tcsh'], { cwd: folder })
  expect(code).toBe(2)
  expect(stderr).toContain('bash, zsh, fish')
})
