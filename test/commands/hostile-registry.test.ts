import type { IncomingMessage, ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { type AnsweringServer, startAnswering } from '../registry/answering.ts'
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
