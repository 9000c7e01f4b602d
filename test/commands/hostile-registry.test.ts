import type { IncomingMessage, ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { type AnsweringServer, json, startAnswering } from '../registry/answering.ts'
import { type CliResult, promotionFile, runPromote, testFolder } from '../support/cli.ts'

/** A registry that answers everything alike, and what the tool makes of it. */
async function dryRun(
  answer: (request: IncomingMessage, response: ServerResponse) => unknown,
  flags: readonly string[] = [],
): Promise<CliResult & { readonly asked: readonly string[] }> {
  await using server: AnsweringServer = await startAnswering(answer)
  const file = promotionFile(server.host, { api: '1.0.0' }, 'defaults: { retries: 0, timeout: 2s }')
  const cwd = await testFolder({ 'promotion.yaml': file })
  const result = await runPromote(['--from', 'test', '--to', 'prod', '--dry-run', ...flags], { cwd })
  return { ...result, asked: server.asked }
}

const MEBIBYTE = 1024 * 1024

describe('an error body of 4 MiB made for slow patterns is told and over', () => {
  test.each([
    ['tokens', 'eyJ-abcdefghij-'],
    ['dots', '.'],
    ['spaces', ' '],
    ['addresses', 'https://'],
    ['logins', 'bearer '],
    ['blobs', 'blob unknown blob '],
  ])('%s', { timeout: 30_000 }, async (_name, part) => {
    const text = `invalid manifest ${part.repeat(Math.ceil((4 * MEBIBYTE) / part.length))}`
    const body = JSON.stringify({ errors: [{ code: 'MANIFEST_INVALID', message: text }] })
    const { code, signal, stderr } = await dryRun((request, response) =>
      // A HEAD has no body: whoever is told that there is none asks with a GET.
      response.writeHead(request.method === 'HEAD' ? 405 : 400).end(body),
    )
    expect({ code, signal }).toEqual({ code: 1, signal: null })
    expect(stderr).toMatch(/answered 400 \(.*invalid manifest/)
    expect(stderr.length).toBeLessThan(4000)
  })
})

describe('what a registry says moves no cursor and gives no command to a CI runner', () => {
  const bad = '\u001b[2J\n::error::owned\r\n##[error]owned\u009b31m\u202e'
  const inUrl = encodeURIComponent(bad)
  const hostile = (request: IncomingMessage, response: ServerResponse): unknown => {
    const url = new URL(request.url ?? '', 'http://registry')
    if (url.pathname.endsWith('/tags/list')) {
      const link = `<${url.pathname}?n=1&last=${inUrl}&${inUrl}=1>; rel="next"`
      const isFirst = !url.searchParams.has('last')
      return json(response, 200, { tags: isFirst ? [`1.0.0${bad}`] : ['1.0.0'] }, isFirst ? { link } : {})
    }
    if (url.pathname.startsWith('/moved')) return json(response, 404, {})
    if (request.method === 'HEAD')
      return response.writeHead(307, { location: `/moved/${inUrl}?last=${inUrl}` }).end()
    return json(response, 418, { errors: [{ code: bad, message: bad }] }, { 'x-bad': 'yes' })
  }

  test.each([
    ['diff', ['diff']],
    ['diff as JSON', ['diff', '--json']],
    ['a dry run', ['--from', 'test', '--to', 'prod', '--dry-run']],
    ['a dry run as JSON', ['--from', 'test', '--to', 'prod', '--dry-run', '--json']],
  ])('%s, requests and stacks included', async (_name, args) => {
    await using server = await startAnswering(hostile)
    const file = promotionFile(server.host, { api: '1*' }, 'defaults: { retries: 0, timeout: 2s }')
    const cwd = await testFolder({ 'promotion.yaml': file })
    const { stdout, stderr } = await runPromote([...args, '--debug'], { cwd })
    for (const text of [stdout, stderr]) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is the point
      expect(text).not.toMatch(/[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e]|\r(?!\n)/)
      expect(text).not.toMatch(/^\s*::|##\[/m)
    }
    expect(stderr).toContain('/tags/list')
    expect(server.asked.length).toBeGreaterThan(1)
  })
})

test('a message under --debug is one line without colours of its own', async () => {
  const cwd = await testFolder({ 'promotion.yaml': promotionFile('127.0.0.1:1', { api: '1.0.0' }) })
  const plan = '\u001b[8mhidden\n\u2714 tags: all\u001b[0m'
  const { code, stderr } = await runPromote(['apply', plan, '--debug'], { cwd })
  expect(code).toBe(2)
  expect(stderr).toContain('\n    at ')
  expect(stderr).not.toContain('\u001b')
  expect(stderr).not.toMatch(/^\u2714 tags/m)
})
