import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { runPromote, testFolder } from '../support/cli.ts'
import { runInTerminal } from '../support/terminal.ts'

describe('the first page of help', () => {
  test('begins with one sentence, then how to call it, then what people need first, within 80 columns', async () => {
    const { code, stdout } = await runPromote([], { cwd: await testFolder() })
    expect(code).toBe(0)
    const lines = stdout.split('\n')
    expect(lines.slice(0, 6)).toEqual([
      'Promotes container images from one environment to the next, by digest.',
      '',
      'USAGE',
      '  $ promote --from ENV --to ENV [IMAGE[:TAG][@DIGEST]...] [--dry-run] [--yes]',
      '  $ promote COMMAND',
      '',
    ])
    expect(lines.filter((line) => line.length > 80)).toEqual([])
    const sections = lines.filter((line) => /^[A-Z ]+$/.test(line) && line !== '')
    expect(sections).toEqual([
      'USAGE',
      'EXAMPLES',
      'COMMANDS',
      'MORE COMMANDS',
      'FLAGS',
      'GLOBAL FLAGS',
      'EXIT CODES',
    ])
    expect(stdout).toMatch(/\nCOMMANDS\n {2}init /)
    expect((await runPromote(['--help'], { cwd: await testFolder() })).stdout).toBe(stdout)
  })

  test('of a topic says what the topic is', async () => {
    const { code, stdout } = await runPromote(['ledger'], { cwd: await testFolder() })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^The record of all promotions/)
  })

  test('of a topic that has other names of commands alone says what it is, however it is asked for', async () => {
    const cwd = await testFolder()
    for (const args of [['image'], ['image', '--help'], ['help', 'image']]) {
      const { code, stdout, stderr } = await runPromote(args, { cwd })
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).toMatch(/^The images of this machine[\s\S]*\n {2}image pull /)
    }
  })

  test('of every command has examples, each of that command', async () => {
    const manifest = path.join(import.meta.dirname, '..', '..', 'oclif.manifest.json')
    const { commands } = JSON.parse(await readFile(manifest, 'utf8'))
    for (const [id, { examples = [] }] of Object.entries<{ examples?: (string | { command: string })[] }>(
      commands,
    )) {
      const typed = examples.map((example) => (typeof example === 'string' ? example : example.command))
      expect(typed, id).not.toEqual([])
      const name = id === 'promote' ? 'promote' : `promote ${id.replace(':', ' ')}`
      for (const line of typed) expect(line.replace('<%= config.bin %>', 'promote')).toContain(name)
    }
  })

  test('lists each command once, by its own name', async () => {
    const { stdout } = await runPromote([], { cwd: await testFolder() })
    expect(stdout).toMatch(/\n {2}images +List/)
    expect(stdout).not.toMatch(/\n {2}image [a-z]/)
  })
})

describe('lines of usage', () => {
  const commands = [['history'], ['explain'], ['init'], ['apply'], ['plan'], ['diff'], ['ledger', 'export']]

  test.for([80, 120])('break between flags alone, on %d columns', async (columns) => {
    const cwd = await testFolder()
    for (const words of [...commands, []]) {
      const { lines, code } = await runInTerminal([...words, '--help'], { cwd, columns, steps: [] })
      expect(code).toBe(0)
      const from = lines.indexOf('USAGE') + 1
      const usage = lines.slice(from, lines.indexOf('', from))
      expect(usage[0]).toMatch(/^ {2}\$ promote/)
      expect(usage.filter((line) => line.length > columns)).toEqual([])
      for (const line of usage) expect(line.split('[').length).toBe(line.split(']').length)
      expect(usage.filter((line) => /^ +[A-Z]|--?[a-z-]+$/.test(line))).toEqual([])
    }
  })
})

describe('words and flags that do not exist end with 2 and the nearest that does', () => {
  test.for([
    [['ledger', 'verfy'], '"ledger verfy" is no command. Did you mean "ledger verify"?'],
    [['dif'], '"dif" is no command. Did you mean "diff"?'],
    [['help', 'stats'], '"stats" is no command. Did you mean "status"?'],
    [['ledger', 'zzz'], '"ledger zzz" is no command.'],
    [['--from', 'test', '--to', 'prod', '--dryrun'], 'There is no flag --dryrun. Did you mean --dry-run?'],
    [['ledger', 'verify', '--haed', 'x'], 'There is no flag --haed. Did you mean --head?'],
    [['diff', '--jsn'], 'There is no flag --jsn. Did you mean --json?'],
    [['plan', '--from', 'a', '--to', 'b'], 'The flag -o FILE (--output) is needed.'],
    [['ledger', 'show'], 'The argument ID is needed.'],
  ] as const)('promote %j', async ([args, sentence]) => {
    const { code, stdout, stderr } = await runPromote(args, { cwd: await testFolder() })
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain(sentence)
  })

  test('with where its flags are explained', async () => {
    const cwd = await testFolder()
    expect((await runPromote(['ledger', 'show'], { cwd })).stderr).toContain(
      'See: promote ledger show --help',
    )
    expect((await runPromote(['--from', 'a', '--to', 'b', '--x'], { cwd })).stderr).toContain(
      'See: promote --help',
    )
  })

  test('under --json too', async () => {
    const { code, stdout } = await runPromote(['ledger', 'verfy', '--json'], { cwd: await testFolder() })
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'usage' }, exitCode: 2 })
  })
})
