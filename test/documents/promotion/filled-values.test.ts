import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { runPromote, testFolder } from '../../support/cli.ts'
import { file, refusal, told } from '../reading.ts'

const SECRET = 'Canary4711'

interface Filled {
  readonly why: string
  readonly text: string
  /** What stands in ${VALUE}. */
  readonly value: string
  readonly says: readonly string[]
}

function dev(repository: string): string {
  return file({ environments: `  - name: dev\n    repository: ${repository}\n` })
}

const filled: readonly Filled[] = [
  {
    why: 'a repository that is none',
    text: dev('a.io/${VALUE}/{image}'),
    value: SECRET,
    says: [
      '4:17 "a.io/${VALUE}/api" is not a valid repository name. — Repository names are lower case. That is what api would get in dev.',
    ],
  },
  {
    why: 'a host that is none',
    text: dev('${VALUE}/x/{image}'),
    value: `${SECRET}_.io`,
    says: [
      '4:17 "${VALUE}/x/api" does not begin with a valid registry host. — That is what api would get in dev.',
    ],
  },
  {
    why: 'a password in place of a port',
    text: dev('a.io:${VALUE}/{image}'),
    value: SECRET,
    says: [
      '4:17 "a.io:${VALUE}/api" does not begin with a valid registry host. — That is what api would get in dev.',
    ],
  },
  {
    why: 'a user in front of the host',
    text: dev('${VALUE}/{image}'),
    value: `robot:${SECRET}@a.io`,
    says: [
      '4:17 A repository holds neither a digest nor a user. — Log in with promote login, or set DOCKER_AUTH_CONFIG.',
    ],
  },
  {
    why: 'a scheme',
    text: dev('${VALUE}/{image}'),
    value: `https://robot:${SECRET}@a.io`,
    says: [
      '4:17 A repository is written without a scheme. — Write HOST/PATH; for plain HTTP set registries.HOST.plainHttp: true.',
    ],
  },
  {
    why: 'two names of one host',
    text: file({ more: 'registries:\n  "${VALUE}.io": {}\n  "${OTHER}.io": {}\n' }),
    value: SECRET.toLowerCase(),
    says: ['12:3 This registry stands in line 11 too.'],
  },
  {
    why: 'a certificate file that is not there',
    text: file({ more: 'registries:\n  a.io: { caFile: "/${VALUE}/ca.pem" }\n' }),
    value: SECRET,
    says: ['11:19 /${VALUE}/ca.pem cannot be read: there is no such file.'],
  },
  {
    why: 'a URL for a certificate file',
    text: file({ more: 'registries:\n  a.io: { caFile: "${VALUE}" }\n' }),
    value: `https://robot:${SECRET}@a.io/ca.pem`,
    says: ['11:19 This is a path of a file, not an address.'],
  },
  {
    why: 'a URL for the ledger',
    text: file({ more: 'ledger: { file: "${VALUE}" }\n' }),
    value: `https://robot:${SECRET}@a.io/ledger`,
    says: ['10:17 This is a path of a file, not an address.'],
  },
  {
    why: 'a repository that two images share',
    text: file({
      environments: '  - name: dev\n    repository: a.io/${VALUE}\n',
      images: '  - name: api\n    select: a\n  - name: web\n    select: b\n',
    }),
    value: SECRET.toLowerCase(),
    says: [
      '4:17 api and web would share one repository. — Use {image} or {flat}, or give one of them a repository of its own under images.',
    ],
  },
  {
    why: 'a repository that is too long for the schema',
    text: dev('a.io/${VALUE}/{image}'),
    value: `${SECRET}${'x'.repeat(4096)}`,
    says: [expect.stringContaining('"a.io/${VALUE}/')],
  },
]

test.each(filled)('what a variable held is not repeated: $why', async ({ text, value, says }) => {
  const { message, details } = await refusal(text, { VALUE: value, OTHER: value })
  expect(details.problems?.map(told)).toEqual(says)
  expect(JSON.stringify([message, details]).toLowerCase()).not.toContain(SECRET.toLowerCase())
})

test.each([
  ['a user without a scheme', `robot:${SECRET}@a.io/{image}`],
  ['a user with an @ in the password', `robot:x@${SECRET}@a.io/{image}`],
  ['a user in an address', `https://robot:${SECRET}@a.io/{image}`],
])('a password that stands in the file is not repeated: %s', async (_, repository) => {
  const { message, details } = await refusal(dev(`"${repository}"`))
  expect(JSON.stringify([message, details])).not.toContain(SECRET)
  expect(details.problems?.[0]?.excerpt).toHaveLength(`    repository: "${repository}"`.length)
})

test('a password in a place of another kind is not repeated', async () => {
  const { details } = await refusal(
    file({ images: `  - name: api\n    select: a\n    platforms: ["robot:${SECRET}@a.io"]\n` }),
  )
  expect(JSON.stringify(details)).not.toContain(SECRET)
})

test('validate tells what is wrong without what the variable held', async () => {
  const folder = await testFolder()
  await writeFile(path.join(folder, 'promotion.yaml'), dev('a.io/${PROD_LOGIN}/{image}'))
  for (const words of [['validate'], ['validate', '--json'], ['diff'], ['validate', '--debug']]) {
    const { code, stdout, stderr } = await runPromote(words, { cwd: folder, env: { PROD_LOGIN: SECRET } })
    expect(code).toBe(2)
    expect(stdout + stderr).toContain('a.io/${PROD_LOGIN}/api')
    expect(stdout + stderr).not.toContain(SECRET)
  }
})
