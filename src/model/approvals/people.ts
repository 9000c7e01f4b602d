import { Buffer } from 'node:buffer'

/** Who is who: for each name in lower case all the names of that person. */
export type People = ReadonlyMap<string, readonly string[]>

/**
 * The people of an allowed signers file. The principals of one line are one person's, and lines that share one are too: so
 * a person counts once, however many keys they have.
 * @param allowedSigners bytes of the file, one a character; its form is ALLOWED SIGNERS of ssh-keygen(1)
 */
export function peopleOf(allowedSigners: string): People {
  const people = new Map<string, readonly string[]>()
  for (const names of linesOfNames(Buffer.from(allowedSigners, 'latin1').toString('utf8'))) {
    const known = names.flatMap((name) => people.get(name.toLowerCase()) ?? [])
    const all = [...new Map([...known, ...names].map((name) => [name.toLowerCase(), name])).values()]
    for (const name of all) people.set(name.toLowerCase(), all)
  }
  return people
}

/** All names of the person who has these. */
export function namesOf(people: People, names: readonly string[]): readonly string[] {
  return [...new Set(names.flatMap((name) => people.get(name.toLowerCase()) ?? [name]))]
}

/**
 * Whether two lists of names are one person's: they share one, whatever its case, or one has the part before the `@` of an
 * address of the other, for a machine may know as `kari` who signs as `kari@example.com`.
 */
export function isSamePerson(one: readonly string[], other: readonly string[]): boolean {
  return one.some((name) => other.some((mine) => isSameName(name.toLowerCase(), mine.toLowerCase())))
}

function isSameName(one: string, other: string): boolean {
  return one === other || isAccountOf(one, other) || isAccountOf(other, one)
}

function isAccountOf(name: string, address: string): boolean {
  return name !== '' && !name.includes('@') && address.startsWith(`${name}@`)
}

/** A key behind the names; a public key alone, or a private one, is no line of signers. */
const KEY = /(?:^|[\s"])(?:ssh|ecdsa|sk-ssh|sk-ecdsa)-[\w@.-]+[ \t]+AAAA/

function linesOfNames(text: string): readonly (readonly string[])[] {
  return text.split('\n').flatMap((line) => {
    const [start = '', quoted, plain] = /^[ \t]*(?:"([^"]*)"|([^\s"#][^\s"]*))[ \t]/.exec(line) ?? []
    if (!KEY.test(line.slice(start.length))) return []
    const names = (quoted ?? plain ?? '').split(',').filter((name) => name !== '' && !name.startsWith('!'))
    return names.length === 0 ? [] : [names]
  })
}
