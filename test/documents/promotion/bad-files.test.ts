import { expect, test } from 'vitest'
import { file, load, prodWith, refusal, selecting, told } from '../reading.ts'

interface BadFile {
  readonly why: string
  readonly text: string
  readonly says: readonly string[]
}

const VARIABLES_OF_TAGS = '{tag} {major} {minor} {patch} {digest12} {env} {image} {name} {flat} {label:NAME}'

const keys: readonly BadFile[] = [
  {
    why: 'an unknown key at the top, and so a missing one',
    text: 'version: 1\nenviroments: []\nimages:\n  - name: a\n    select: x\n',
    says: ['2:1 "enviroments" is not a key that can stand here. — Did you mean "environments"?'],
  },
  {
    why: 'an unknown key further in',
    text: prodWith('tag: ["{tag}"]'),
    says: ['7:5 "tag" is not a key that can stand here. — Did you mean "tags"?'],
  },
  {
    why: 'an unknown key like none',
    text: prodWith('zone: north'),
    says: [
      '7:5 "zone" is not a key that can stand here. — Known keys: name, repository, from, tags, immutable, confirm, referrers, gates, attest, onFailure, retain.',
    ],
  },
  {
    why: 'missing keys',
    text: 'version: 1\nenvironments:\n  - name: dev\nimages:\n  - select: a\n',
    says: [
      '3:5 Item 1 of "environments" lacks "repository": a repository such as registry.example.com/prod/{image}.',
      '5:5 Item 1 of "images" lacks "name": lower-case path parts such as api or team/web.',
    ],
  },
  {
    why: 'a key twice',
    text: file({ more: 'version: 1\n' }),
    says: ['10:1 The key "version" stands twice in the same mapping. — Keep one of them.'],
  },
  {
    why: 'a wrong type',
    text: prodWith('tags: 5'),
    says: ['7:11 5 cannot stand here; expected a list of tag templates such as ["{tag}"].'],
  },
  {
    why: 'nothing after a key',
    text: selecting(''),
    says: [
      '9:5 "select" is empty; expected a tag, a glob, one of { semver: … }, { regex: … }, { digest: … }, or a list of them.',
    ],
  },
  {
    why: 'an empty list and a mapping for a list',
    text: 'version: 1\nenvironments: []\nimages: {}\n',
    says: [
      '2:15 "environments" is an empty list; expected a list of environments, each with a name and a repository.',
      '3:9 "images" is an empty mapping; expected a list of images, each with a name and a select.',
    ],
  },
  {
    why: 'another version of the format',
    text: file({}).replace('version: 1', 'version: 2'),
    says: ['1:10 2 cannot stand here; expected version: 1.'],
  },
  {
    why: 'variables without quotes',
    text: file({
      environments: '  - name: dev\n    repository: a.io/{image}\n    tags: [{tag}]\n',
      images: '  - name: api\n    select: {env}\n',
    }),
    says: [
      '5:12 Item 1 of "tags" has tag; expected a tag template such as {tag} or {major}.{minor}. — If the text is meant, put quotes around it: "{tag}".',
      '8:14 {env} without quotes is a mapping. — If the text is meant, put quotes around it: "{env}".',
    ],
  },
  {
    why: 'a template without quotes in a mapping on one line',
    text: file({ images: '  - { name: api, select: a, repository: { prod: a.io/{image} } }\n' }),
    says: ['8:54 A bracket or brace cannot stand here. — Put quotes around text that holds one.'],
  },
  {
    why: 'a YAML 1.1 boolean',
    text: prodWith('confirm: yes'),
    says: ['7:14 "yes" cannot stand here; expected true or false. — In YAML 1.2 "yes" is text. Write true.'],
  },
  {
    why: 'another YAML 1.1 boolean',
    text: prodWith('confirm: Off'),
    says: ['7:14 "Off" cannot stand here; expected true or false. — In YAML 1.2 "Off" is text. Write false.'],
  },
  {
    why: 'a boolean as text',
    text: prodWith('confirm: "true"'),
    says: ['7:14 "true" cannot stand here; expected true or false. — Leave the quotes away.'],
  },
  {
    why: 'a boolean where a tag belongs',
    text: selecting('[1.2.3, true]'),
    says: [
      '9:21 true is a boolean; expected a tag, a glob, or one of { semver: … }, { regex: … }, { digest: … }. — If the text is meant, put quotes around it: "true".',
    ],
  },
  {
    why: 'defaults out of range',
    text: file({ more: 'defaults: { concurrency: 0, retries: "3", timeout: 60 }\n' }),
    says: [
      '10:26 0 cannot stand here; expected a whole number from 1 to 256.',
      '10:38 "3" cannot stand here; expected a whole number from 0 to 100. — Leave the quotes away.',
      '10:52 "60" cannot stand here; expected a time such as 60s, 2m or 500ms.',
    ],
  },
]

const environments: readonly BadFile[] = [
  {
    why: 'an environment twice',
    text: file({
      environments: '  - name: dev\n    repository: a.io/x\n  - name: dev\n    repository: a.io/y\n',
    }),
    says: ['5:11 There is another environment "dev" in line 3. — Give one of them another name.'],
  },
  {
    why: 'one repository for two environments, with the same tags',
    text: file({
      environments:
        '  - name: dev\n    repository: a.io/{image}\n  - name: test\n    repository: a.io/{image}\n    tags: ["{env}"]\n  - name: prod\n    from: [dev, test]\n    repository: a.io/{image}\n    tags: ["{env}", "{tag}"]\n',
    }),
    says: [
      '10:17 api would be promoted from dev to prod onto itself. — Give prod another repository, with {env} in it for example, or other tags (tags: ["{env}"]).',
    ],
  },
  {
    why: 'an unknown `from`',
    text: prodWith('from: [dve]'),
    says: ['7:12 There is no environment "dve". — Did you mean "dev"?'],
  },
  {
    why: 'an unknown `from` like no other',
    text: prodWith('from: staging'),
    says: ['7:11 There is no environment "staging". — There are: dev, prod.'],
  },
  {
    why: 'an environment from itself',
    text: prodWith('from: prod'),
    says: ['7:11 "prod" cannot be promoted from itself.'],
  },
  {
    why: 'a cycle',
    text: file({
      environments: `  - name: dev
    repository: a.io/x
    from: prod
  - name: test
    repository: a.io/y
  - name: prod
    repository: a.io/z
    from: [test]
`,
    }),
    says: [
      '5:11 Promotion goes in a circle: dev → test → prod → dev. — Set "from" so that every environment leads back to one that has none.',
    ],
  },
  {
    why: 'unknown variables',
    text: file({ environments: '  - name: dev\n    repository: a.io/{imge}/{x}\n' }),
    says: [
      '4:22 There is no variable {imge}. — Did you mean {image}?',
      '4:29 There is no variable {x}. — Here can stand: {image} {name} {flat} {env}.',
    ],
  },
  {
    why: 'a variable of tags in a repository',
    text: file({ environments: '  - name: dev\n    repository: a.io/{image}-{tag}\n' }),
    says: ['4:30 The variable {tag} cannot stand here. — Here can stand: {image} {name} {flat} {env}.'],
  },
  {
    why: 'a brace alone',
    text: file({ environments: '  - name: dev\n    repository: a.io/{image\n' }),
    says: ['4:17 "a.io/{image" has a "{" without its other half. — Variables are written as {image}.'],
  },
  {
    why: 'unknown variables of tags',
    text: prodWith('tags: ["{majr}.{minor}", "{label:}"]'),
    says: [
      '7:13 There is no variable {majr}. — Did you mean {major}?',
      `7:31 The variable {label:} cannot stand here. — Here can stand: ${VARIABLES_OF_TAGS}.`,
    ],
  },
  {
    why: 'text that no tag can hold',
    text: prodWith('tags: ["v {tag}/x"]'),
    says: [
      '7:14 " " cannot be part of a tag. — Tags are letters, digits, "_", "." and "-".',
      '7:20 "/" cannot be part of a tag. — Tags are letters, digits, "_", "." and "-".',
    ],
  },
  {
    why: 'one repository for several images',
    text: file({
      environments: '  - name: dev\n    repository: a.io/x\n',
      images: '  - name: api\n    select: a\n  - name: web\n    select: b\n',
    }),
    says: [
      '4:17 api and web would share one repository. — Use {image} or {flat}, or give one of them a repository of its own under images.',
    ],
  },
  {
    why: 'a layout inside a layout',
    text: file({
      environments: '  - name: dev\n    repository: oci:layouts/{image}\n',
      images: '  - name: team\n    select: a\n  - name: team/web\n    select: b\n',
    }),
    says: [
      '4:17 The layout of team/web would lie inside the layout of another image. — Use {flat} instead of {image}, or a folder of its own.',
    ],
  },
  {
    why: 'a URL',
    text: file({ environments: '  - name: dev\n    repository: https://a.io/{image}\n' }),
    says: [
      '4:17 A repository is written without a scheme. — Write HOST/PATH; for plain HTTP set registries.HOST.plainHttp: true.',
    ],
  },
  {
    why: 'capital letters in a repository',
    text: file({ environments: '  - name: dev\n    repository: a.io/Shop/{image}\n' }),
    says: [
      '4:17 "a.io/Shop/api" is not a valid repository name. — Repository names are lower case. That is what api would get in dev.',
    ],
  },
  {
    why: 'a registry without a path',
    text: file({
      environments: `  - name: dev
    repository: registry.example.com
  - name: test
    repository: localhost:5000/
  - name: prod
    repository: "[::1]:5000"
`,
    }),
    says: [
      '4:17 "registry.example.com" is the name of a registry and lacks the path of a repository. — Write registry.example.com/{image}. That is what api would get in dev.',
      '6:17 "localhost:5000/" is the name of a registry and lacks the path of a repository. — Write localhost:5000/{image}. That is what api would get in test.',
      '8:17 "[::1]:5000" is the name of a registry and lacks the path of a repository. — Write [::1]:5000/{image}. That is what api would get in prod.',
    ],
  },
  {
    why: 'words that Docker takes for its own images',
    text: file({
      environments:
        '  - name: dev\n    repository: "{image}"\n  - name: prod\n    repository: a.io/{image}\n',
      images:
        '  - name: api\n    select: a\n    repository: { prod: shop }\n  - name: team/web\n    select: b\n',
    }),
    says: [
      '4:17 "api" would be docker.io/library/api, where only Docker\'s own images are. — Put a registry or an account in front, such as registry.example.com/api or docker.io/ACCOUNT/api; a folder is written oci:api. That is what api would get in dev.',
      '10:25 "shop" would be docker.io/library/shop, where only Docker\'s own images are. — Put a registry or an account in front, such as registry.example.com/api or docker.io/ACCOUNT/api; a folder is written oci:shop. That is what api would get in prod.',
    ],
  },
  {
    why: 'ports that are none',
    text: file({
      environments:
        '  - name: dev\n    repository: a.io:65536/{image}\n  - name: prod\n    repository: a.io:0/{image}\n',
      more: 'registries:\n  a.io:70000: {}\n',
    }),
    says: [
      '4:17 The port in "a.io:65536/api" is not one from 1 to 65535. — That is what api would get in dev.',
      '6:17 The port in "a.io:0/api" is not one from 1 to 65535. — That is what api would get in prod.',
      '11:3 This is not the name of a host. — A port is a number from 1 to 65535.',
    ],
  },
  {
    why: 'tags that are too long for every candidate',
    text: prodWith(
      `tags: ["${'a'.repeat(129)}", "{digest12}-${'b'.repeat(116)}", "{env}{image}${'c'.repeat(122)}"]`,
    ),
    says: [
      '7:12 This makes tags of at least 129 characters; a tag has 128 at most. — Shorten the text around the variables.',
      '7:145 This makes tags of at least 129 characters; a tag has 128 at most. — Shorten the text around the variables.',
      '7:276 For api this makes tags of at least 129 characters; a tag has 128 at most. — Shorten the text around the variables.',
    ],
  },
  {
    why: 'a set of a glob that runs backwards',
    text: prodWith('immutable: ["v*", "[z-a]"]'),
    says: ['7:23 "z-a" in "[z-a]" runs backwards.'],
  },
]

const images: readonly BadFile[] = [
  {
    why: 'an image twice',
    text: file({ images: '  - name: api\n    select: a\n  - name: api\n    select: b\n' }),
    says: ['10:11 There is another image "api" in line 8. — Give one of them another name.'],
  },
  {
    why: 'a repository for an environment that is not there',
    text: file({ images: '  - name: api\n    select: a\n    repository: { prd: docker.io/acme/api }\n' }),
    says: ['10:19 There is no environment "prd". — Did you mean "prod"?'],
  },
  {
    why: 'bad platforms',
    text: file({ images: '  - name: api\n    select: a\n    platforms: [linux, linux/x86_64]\n' }),
    says: [
      '10:17 "linux" cannot stand here; expected os/architecture or os/architecture/variant, such as linux/amd64.',
      '10:30 Images call the architecture "x86_64" otherwise. — Write linux/amd64.',
    ],
  },
  {
    why: 'an exclude that is no glob of tags',
    text: selecting('"1.*"\n    exclude: ["1.[", "v1/x*"]'),
    says: [
      '10:15 "1.[" opens a set with "[" and never closes it.',
      '10:25 "v1/x*" can match no tag: "/" is in none.',
    ],
  },
  {
    why: 'an exclude that leaves out every tag that select names',
    text: selecting('["1.4.2", "1.4.3", "2.*"]\n    exclude: "1.4.*"'),
    says: [
      '10:14 "exclude" leaves out 1.4.2, 1.4.3, which "select" names. — Take it out of one of the two; what is in "exclude" is never selected.',
    ],
  },
  {
    why: 'an exclude that leaves out everything',
    text: selecting('["v*", { semver: "*" }]\n    exclude: ["1.0.0", "*"]'),
    says: [
      '10:14 "exclude" leaves out all that "select" names. — Take it out of one of the two; what is in "exclude" is never selected.',
    ],
  },
  {
    why: 'a bad semver range',
    text: selecting('{ semver: ">=2.0 <<3" }'),
    says: [
      '9:23 ">=2.0 <<3" is not a version range. — Ranges are written as npm has them: ">=2.0 <3", "^1.4", "1.x".',
    ],
  },
  {
    why: 'a bad regex',
    text: selecting('{ regex: "(a" }'),
    says: ['9:22 This is not a regular expression that can be used: missing closing ): "(a".'],
  },
  {
    why: 'a lookahead',
    text: selecting('{ regex: "(?!a)b" }'),
    says: [
      '9:22 This is not a regular expression that can be used: invalid or unsupported Perl syntax: "(?!". — The engine takes linear time (RE2 syntax), so it has no lookahead, lookbehind or backreferences.',
    ],
  },
  {
    why: 'a backreference',
    text: selecting("{ regex: '(a)\\1' }"),
    says: [
      '9:22 This is not a regular expression that can be used: invalid escape sequence: "\\1". — The engine takes linear time (RE2 syntax), so it has no lookahead, lookbehind or backreferences.',
    ],
  },
  {
    why: 'a regex that takes much memory',
    text: selecting('{ regex: "((a{100}){100}){100}" }'),
    says: ['9:22 This is not a regular expression that can be used: invalid repeat count: "{100}".'],
  },
  {
    why: 'no rule in a selector',
    text: selecting('{}'),
    says: ['9:13 "select" is an empty mapping; expected one of semver, regex and digest.'],
  },
  {
    why: 'two rules in a selector',
    text: selecting('{ semver: "1", regex: "a" }'),
    says: ['9:13 "select" has semver, regex; expected one of semver, regex and digest.'],
  },
  {
    why: 'an unknown rule',
    text: selecting('{ semvr: "1" }'),
    says: ['9:15 "semvr" is not a key that can stand here. — Did you mean "semver"?'],
  },
  {
    why: 'the newest of one digest',
    text: selecting(`{ digest: "sha256:${'a'.repeat(64)}", newest: 1 }`),
    says: ['9:98 "newest" cannot stand beside "digest".'],
  },
  {
    why: 'a short digest',
    text: selecting('{ digest: "sha256:abc" }'),
    says: ['9:23 "sha256:abc" cannot stand here; expected a digest: sha256: and 64 lower-case hex digits.'],
  },
  {
    why: 'a bad glob',
    text: selecting('"v[0-9"'),
    says: ['9:13 "v[0-9" opens a set with "[" and never closes it.'],
  },
  {
    why: 'a glob that can match nothing',
    text: selecting('"v/*"'),
    says: ['9:15 "v/*" can match no tag: "/" is in none.'],
  },
  {
    why: 'a regex written as a tag',
    text: selecting("'^v\\d+$'"),
    says: ['9:13 "^v\\d+$" is neither a tag nor a glob. — For a regular expression write { regex: "…" }.'],
  },
  {
    why: 'a range written as a tag',
    text: selecting('">=1.2"'),
    says: ['9:13 ">=1.2" is neither a tag nor a glob. — For a version range write { semver: "…" }.'],
  },
  {
    why: 'a reference written as a tag',
    text: selecting('"api:1.2"'),
    says: [
      '9:13 "api:1.2" is neither a tag nor a glob. — Only the tag stands here, without the image in front of it.',
    ],
  },
  {
    why: 'a variable that selectors do not have',
    text: selecting('"{tag}"'),
    says: ['9:14 The variable {tag} cannot stand here. — Here can stand: {env}.'],
  },
  {
    why: 'a number that is no tag',
    text: selecting('[-1]'),
    says: [
      '9:14 "-1" is not a valid tag. — A tag is 1 to 128 letters, digits, "_", "." and "-", and begins with neither "." nor "-".',
    ],
  },
]

const variables: readonly BadFile[] = [
  {
    why: 'an unset variable',
    text: file({ environments: '  - name: dev\n    repository: ${REGISTRY}/{image}\n' }),
    says: ['4:17 The environment variable REGISTRY is not set. — Set REGISTRY, or write the value here.'],
  },
  {
    why: 'an empty variable',
    text: file({ environments: '  - name: dev\n    repository: a.io/${EMPTY}/{image}\n' }),
    says: ['4:22 The environment variable EMPTY is empty. — Set EMPTY, or write the value here.'],
  },
  {
    why: 'a variable with a template in it',
    text: file({ environments: '  - name: dev\n    repository: a.io/${TEMPLATE}\n' }),
    says: [
      '4:22 The environment variable TEMPLATE holds a brace or a control character. — It can hold part of a host name or a path only.',
    ],
  },
  {
    why: 'a default value',
    text: file({ environments: '  - name: dev\n    repository: ${REGISTRY:-a.io}/{image}\n' }),
    says: [
      '4:17 "${REGISTRY:-a.io}" is not a variable of the environment. — Write ${NAME}, with letters, digits and "_"; there are no defaults or other operators.',
    ],
  },
  {
    why: 'a variable where none can stand',
    text: selecting('"${TAG}"'),
    says: [
      '9:14 A ${VAR} cannot stand here. — It can stand in repositories, in hosts under registries, and in file paths.',
    ],
  },
]

const registries: readonly BadFile[] = [
  {
    why: 'what is no host',
    text: file({ more: 'registries:\n  "https://a.io": { plainHttp: true }\n  acme: {}\n  "a.io:x": {}\n' }),
    says: [
      '11:3 A registry is named by its host, with the port where there is one. — For example registry.example.com or localhost:5000, without https:// in front.',
      '12:3 A registry is named by its host, with the port where there is one. — For example registry.example.com or localhost:5000, without https:// in front.',
      '13:3 This is not the name of a host. — A port is a number from 1 to 65535.',
    ],
  },
  {
    why: 'one host under two names',
    text: file({ more: 'registries:\n  docker.io: {}\n  index.docker.io: {}\n' }),
    says: ['12:3 This registry stands in line 11 too.'],
  },
]

test.each([...keys, ...environments, ...images, ...variables, ...registries])(
  '$why',
  async ({ text, says }) => {
    const error = await refusal(text, { EMPTY: '', TEMPLATE: '{image}' })
    expect(error.code).toBe('invalid-file')
    expect(error.details.problems?.map(told)).toEqual(says)
  },
)

test('all problems are told at once, in order of position, and counted', async () => {
  const error = await refusal(`version: 1
environments:
  - name: dev
    repository: a.io/{imge}
    tagz: []
images:
  - name: API
    select: { semver: nope }
`)
  expect(error.message).toBe('promotion.yaml has 4 problems.')
  expect(error.details.problems?.map(({ line, column }) => [line, column])).toEqual([
    [4, 22],
    [5, 5],
    [7, 11],
    [8, 23],
  ])
})

test('a problem shows its line, and how much of it is meant', async () => {
  const { details } = await refusal(prodWith('tags: ["{tag}", "{majr}"]'))
  expect(details.problems).toEqual([
    {
      message: 'There is no variable {majr}.',
      hint: 'Did you mean {major}?',
      file: 'promotion.yaml',
      line: 7,
      column: 22,
      length: 6,
      excerpt: '    tags: ["{tag}", "{majr}"]',
    },
  ])
})

test('keys whose work is yet to come are refused by name, whatever they hold', async () => {
  const text = prodWith('confirm: true').concat(
    'ledger: { git: { branch: promotions } }\n',
    'notify: { slack: x }\n',
  )
  const { details } = await refusal(text)
  expect(details.problems?.map(({ message }) => message)).toEqual(
    ['ledger.git', 'notify'].map((key) => `"${key}" is not supported yet.`),
  )
  expect(details.problems?.map(({ line, column }) => `${line}:${column}`)[0]).toBe('11:11')
})

test('kinds of referrers are checked, and what is required has to be copied', async () => {
  const told = async (referrers: string): Promise<unknown> =>
    (await refusal(prodWith(`referrers: ${referrers}`))).details.problems?.map(
      ({ column, message, hint }) => `${column} ${message}${hint === undefined ? '' : ` — ${hint}`}`,
    )
  expect(await told('{ copy: [signatur, application/spdx+json] }')).toEqual([
    '25 "signatur" is no kind of referrer. — Did you mean "signature"?',
  ])
  expect(await told('{ require: [x] }')).toEqual([
    '28 "x" is no kind of referrer. — Kinds are signature, sbom, provenance, attestation; anything else is an artifact type such as application/spdx+json.',
  ])
  expect(await told('{ copy: none, require: [signature] }')).toEqual([
    '40 "signature" is required here, but "copy" leaves it behind. — Add it to "copy", or take "copy" away: then everything comes along.',
  ])
  expect(await told('{ copy: [sbom], require: [sbom, signature] }')).toHaveLength(1)
  expect(await told('{ copy: some }')).toEqual([
    expect.stringContaining('all, none, or a list of kinds such as [signature, sbom]'),
  ])
})

test('a password in a file is not repeated, and columns stay', async () => {
  const { details, message } = await refusal(
    file({ environments: '  - name: dev\n    repository: https://robot:canary-4711@a.io/{image}\n' }),
  )
  expect(JSON.stringify([message, details.problems])).not.toContain('canary')
  expect(details.problems?.[0]?.excerpt).toBe('    repository: https://robot:***********@a.io/{image}')
})

test('the value of an environment variable is not repeated when it is refused', async () => {
  const text = file({ environments: '  - name: dev\n    repository: ${REGISTRY}/{image}\n' })
  const { details } = await refusal(text, { REGISTRY: 'canary{4711' })
  expect(JSON.stringify(details.problems)).not.toContain('canary')
})

test('a file that names a certificate file that is not there', async () => {
  const { details } = await refusal(file({ more: 'registries:\n  a.io: { caFile: ca.pem }\n' }))
  expect(details.problems?.map(told)).toEqual([
    expect.stringMatching(/^11:19 .*ca\.pem cannot be read: there is no such file\.$/),
  ])
})

test('an environment called like a method of Object is an environment', async () => {
  const config = await load(file({ environments: '  - name: constructor\n    repository: a.io/{image}\n' }))
  expect(config.images[0]?.repository.constructor).toBeUndefined()
})

test('what is wrong in attest is told at its place, and a key that was pasted is not shown', async () => {
  const text = prodWith(
    [
      'attest:',
      '      key: "-----BEGIN PRIVATE KEY-----MC4CAQAwBQYDK2VwBCIEIcanary"',
      '      password: ATTEST_PASSWORD',
      '      as: [record, report]',
      '      summaryPassword: env:OTHER',
      '      verifier: us',
    ].join('\n'),
  )
  const { details } = await refusal(text)
  expect(details.problems?.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([
    '8:12 A key cannot stand here.',
    '9:17 "ATTEST_PASSWORD" cannot stand here; expected a variable of the environment: env:NAME.',
    '10:20 "report" cannot stand here; expected record or summary.',
    '11:7 "summaryPassword" needs "summaryKey" beside it.',
    '12:7 "verifier" is for a summary, which "as" does not list.',
    '12:17 "us" cannot stand here; expected a URI such as https://acme.example/promote.',
  ])
  expect(JSON.stringify(details)).not.toContain('canary')
  const other = await refusal(
    prodWith('attest: { key: "env:A B", as: [record], summaryKey: https://keys.example/k }'),
  )
  expect(other.details.problems?.map(({ message }) => message)).toEqual([
    '"env:A B" names no variable of the environment.',
    '"summaryKey" is for a summary, which "as" does not list.',
    'This is a path of a file, not an address.',
  ])
})

test('gates are read with what is wrong in them, each at its place', async () => {
  const text = prodWith(
    [
      'gates:',
      '      soak: 1 day',
      '      order: always',
      '      freeze: { windows: [] }',
      '      referrers: [signatur]',
      '      age: { overridable: false }',
      '      labels: { overridable: false, tier: gold }',
      '      approvals: 2',
      '      signature: [{ key: no-such.pub }]',
      '      command: { run: [] }',
      '      vulnerabilties: { report: sarif, most: high }',
    ].join('\n'),
  )
  const { details } = await refusal(text)
  expect(details.problems?.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([
    '8:13 "1 day" cannot stand here; expected a time such as 30m, 24h, 7d or 2w.',
    '9:14 "always" cannot stand here; expected present or ledger.',
    '10:15 "freeze" lacks "timezone": a time zone such as Europe/Oslo.',
    '10:26 "windows" is an empty list; expected a list of windows.',
    '11:19 "signatur" is no kind of referrer.',
    '12:7 "age" says neither "most" nor "least".',
    '13:15 "labels" has overridable, tier; expected labels, each with a value, a glob or a list (below match, where appliesTo or overridable stand beside them).',
    '14:18 2 cannot stand here; expected a mapping with count, and allowedSigners (a file) or unsigned: allow.',
    '15:26 no-such.pub cannot be read: there is no such file.',
    '16:23 "run" is an empty list; expected a list: a program and its arguments.',
    '17:7 "vulnerabilties" is not a key that can stand here.',
  ])
})

test.each([
  ['{ count: 2 }', '8:7 "approvals" does not say whose count.'],
  ['{ count: 0, unsigned: allow }', '8:27 0 cannot stand here; expected a whole number from 1 to 32.'],
  ['{ count: 1, unsigned: deny }', '8:40 "deny" cannot stand here; expected allow.'],
  [
    '{ count: 1, unsigned: allow, allowedSigners: gone }',
    '8:30 Where "allowedSigners" are named only their signatures count.',
    '8:63 gone cannot be read: there is no such file.',
  ],
  ['{ count: 1, unsigned: allow, revoked: gone }', '8:47 "revoked" says something only of "allowedSigners".'],
])('approvals say whose count: %s', async (approvals, ...expected) => {
  const { details } = await refusal(prodWith(`gates:\n      approvals: ${approvals}`))
  expect(details.problems?.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual(
    expected,
  )
})

test('what the schema cannot say of labels, vulnerabilities and commands is told at its place', async () => {
  const text = prodWith(
    [
      'gates:',
      '      labels: { match: { tier: [gold, "[silver"] }, overridable: false }',
      '      vulnerabilities: { report: trivi, most: medum, except: [{ id: CVE-2026-1 }] }',
      '      command: [{ run: [./a, "{digest}"] }, { run: ["./b {digst} {digest}", "{digest}"], shell: true, env: [A-B] }]',
      '  - name: later',
      '    repository: registry.example.com/later/{image}',
      '    gates:',
      '      labels: { tier: "[]" }',
      '      vulnerabilities: { report: trivy, file: "{flat}/{digest13}.json", most: none, except: [{ id: A, until: 2027-02-29 }] }',
    ].join('\n'),
  )
  const { details } = await refusal(text)
  expect(details.problems?.map(told)).toEqual([
    '8:39 "[silver" opens a set with "[" and never closes it.',
    '9:34 "trivi" cannot stand here; expected sarif, trivy, grype, cyclonedx or in-toto.',
    '9:47 "medum" cannot stand here; expected none, negligible, low, medium, high or critical.',
    '9:63 Item 1 of "except" lacks "until": a date such as 2027-01-31.',
    '10:66 "{digest}" is not filled in in a text for the shell: it could be read as more than a value. — Write "$PROMOTE_DIGEST", in double quotes.',
    '10:109 "A-B" cannot stand here; expected the name of a variable.',
    '14:23 "[]" holds an empty set.',
    '15:55 "{digest13}" is nothing that can be filled in here. — Did you mean "{digest12}"?',
    '15:110 "2027-02-29" is no day of the calendar.',
  ])
})
