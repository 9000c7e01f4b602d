import { describe, expect, test } from 'vitest'
import { lineTemplate } from '../../../../src/report/text/go-template.ts'
import { inspectText } from '../../../../src/report/text/registry/inspect.ts'
import { SEARCH_FIELDS, searchNotes, searchText } from '../../../../src/report/text/registry/search.ts'
import { tagNotes, tagsText } from '../../../../src/report/text/registry/tags.ts'
import { lines } from '../../lines.ts'
import { hits, inspected, tagged } from '../../lookup-samples.ts'
import { digest, plain } from '../../samples.ts'

test('tags: what is known of each, and a dash for what nobody said', () => {
  expect(tagsText(tagged(), plain, { full: false, quiet: false })).toBe(
    lines(
      'TAG      DIGEST         SIZE    PUSHED        PLATFORMS',
      '1.5.0    9f3c1a070000   31 MB   7 weeks ago   linux/amd64 and linux/arm64',
      'latest   -              -       -             -',
    ),
  )
  expect(tagsText(tagged(), plain, { full: false, quiet: true })).toBe('1.5.0\nlatest\n')
  expect(tagsText({ ...tagged(), details: 'none' }, plain, { full: false, quiet: false })).toBe(
    '1.5.0\nlatest\n',
  )
  expect(tagNotes(tagged(), undefined)).toBe('! This login does not get them.\n! 1 more tag not shown.\n')
  expect(tagNotes({ ...tagged(), tags: [], total: 0, notes: [] }, '9.*')).toBe(
    '! No tag of registry.example.com/team/api is like 9.*.\n',
  )
  expect(tagNotes({ ...tagged(), notes: [], order: 'registry', total: null }, undefined)).toBe(
    '! There are more tags, which were not asked for.\n',
  )
})

test("search: docker's table", () => {
  expect(searchText(hits(), { full: false, quiet: false })).toBe(
    lines(
      'NAME         DESCRIPTION                STARS     OFFICIAL',
      'nginx        Official build of Nginx.   20000     [OK]',
      'acme/nginx                              0',
    ),
  )
  expect(searchNotes(hits())).toBe('! It sees public repositories alone.\n')
  expect(searchNotes({ ...hits(), by: 'catalog', notes: [] })).toContain('docker.io has no search')
})

describe('a template of a line', () => {
  const values = { Name: 'nginx', Description: 'a "b"', StarCount: '3', IsOfficial: '' }
  const known: readonly (readonly [format: string, line: string])[] = [
    ['{{.Name}}', 'nginx'],
    ['{{ .Name }}\\t{{- .StarCount -}}', 'nginx\t3'],
    ['{{upper .Name}} {{lower .Name}}', 'NGINX nginx'],
    ['{{json .Description}}', '"a \\"b\\""'],
    ['{{json .}}', JSON.stringify(values)],
    ['plain', 'plain'],
  ]

  test.each(known)('%s', (format, line) => {
    expect(lineTemplate(format, SEARCH_FIELDS).render(values)).toBe(line)
  })

  test.each(['{{.Pulls}}', '{{.}}', '{{range .}}', '{{.Name', 'x}}', '{{json .Nope}}', '{{.constructor}}'])(
    '%s is refused',
    (format) => {
      expect(() => lineTemplate(format, SEARCH_FIELDS)).toThrow(
        expect.objectContaining({ code: 'usage' }) as never,
      )
    },
  )
})

test('inspect: all about an image', () => {
  expect(inspectText(inspected(), plain, { history: true, full: false })).toBe(
    lines(
      'acme/api:1.5.0',
      `  digest      ${digest('9f3c1a07')}`,
      '  type        application/vnd.oci.image.index.v1+json',
      '  size        62.4 MB',
      '  created     2026-09-30T08:00:00Z (7 weeks ago)',
      '  beside it   2 attestations of the build',
      '  not there   linux/s390x',
      '  pulls       97 of 100 left in 6 h, counted for 198.51.100.7',
      '',
      'platforms',
      '  PLATFORM      SIZE      IMAGE ID       LAYERS   DIGEST',
      '  linux/amd64   31.2 MB   1de800000000   1        570400000000',
      '  -             31.2 MB   1de900000000   0        570500000000',
      '',
      'config of linux/amd64',
      '  author       ann',
      '  user         65532',
      '  entrypoint   ["/bin/api"]',
      '  command      ["--listen",":8080"]',
      '  folder       /srv',
      '  ports        8080/tcp',
      '',
      'labels',
      '  org.opencontainers.image.revision=5d1e0c7',
      '',
      'annotations',
      '  org.opencontainers.image.version=1.5.0',
      '',
      'history of linux/amd64',
      '  -                     ENTRYPOINT ["/bin/api"]',
      '  7 weeks ago   31 MB   COPY api /bin/  # buildkit',
      '',
      'signatures and other referrers',
      '  signature   51a700000000   of 9f3c1a070000   application/vnd.dev.sigstore.bundle.v0.3+json',
      '  sbom        5b0300000000   of 570400000000   sha256-5704.sbom',
      '',
      'environments',
      '  = test      api   it is current: 1.5.0',
      '  ~ staging   api   it is there, current is 1.4.2',
      '  – prod      api   it is not there, current is 1.4.1',
      '  ✖ far       web   could not be read',
      '',
      'pull it',
      '  docker    docker pull acme/api:1.5.0',
      '  podman    podman pull docker.io/acme/api:1.5.0',
      '  promote   promote pull acme/api:1.5.0',
      '',
      '! Could not list the tags.',
    ),
  )
  const bare = inspectText(
    {
      ...inspected(),
      tag: null,
      config: null,
      referrers: [],
      standings: [],
      pull: [],
      notes: [],
      annotations: {},
    },
    plain,
    { history: true, full: false },
  )
  expect(bare.split('\n')[0]).toBe(`acme/api@${digest('9f3c1a07')}`)
  expect(bare).not.toMatch(/config|labels|history|signatures|environments|pull it|!/)
})
