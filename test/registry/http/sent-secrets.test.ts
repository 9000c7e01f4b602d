import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { digestOf } from '../../../src/oci/digest.ts'
import type { Credential } from '../../../src/registry/auth/credentials/credential.ts'
import { PromoteError } from '../../../src/support/errors.ts'
import { testClient } from '../../support/registry-client.ts'
import { json, startAnswering } from '../answering.ts'

const PASSWORD = 'pa"ss wörd/4d1f'
const TOKEN = 'opaque-token-77aa'
const SIGNATURE = 'c2lnbmF0dXJl-9911'
const BASIC = Buffer.from(`robot:${PASSWORD}`).toString('base64')

/** What a server can say back of what it was sent. */
const said = ({ headers: { authorization = '' }, url }: IncomingMessage) =>
  [authorization, `E${authorization}`, PASSWORD, encodeURIComponent(PASSWORD), BASIC, url].join(' | ')

async function refusalOf(host: string, credential: Credential): Promise<string> {
  const client = testClient({ retries: 0, credential })
  try {
    const store = client.repository({ kind: 'registry', host, repository: 'a' })
    await store.manifest('1.0.0')
    const layer = { mediaType: 'application/octet-stream', digest: digestOf('x'), size: 1 }
    for await (const _ of await store.open(layer));
  } catch (error) {
    if (error instanceof PromoteError) return JSON.stringify([error.message, error.details.hint])
  } finally {
    await client.close()
  }
  throw new Error('It was not refused.')
}

function expectHidden(text: string): void {
  expect(text).toContain('REDACTED')
  for (const secret of [
    PASSWORD,
    JSON.stringify(PASSWORD).slice(1, -1),
    encodeURIComponent(PASSWORD),
    TOKEN,
    BASIC,
    SIGNATURE,
  ])
    expect(text).not.toContain(secret)
}

const basic: Credential = { kind: 'basic', username: 'robot', password: PASSWORD }

test('a password that a registry says back in an error is not shown', async () => {
  await using server = await startAnswering((request, response) =>
    request.headers.authorization === undefined
      ? response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end()
      : json(response, 403, { errors: [{ code: 'DENIED', message: said(request) }] }),
  )
  expectHidden(await refusalOf(server.host, basic))
})

test('nor a token, nor the password that it was got with, said back by the token endpoint or by the registry', async () => {
  for (const refuses of ['/token', '/v2/']) {
    await using server = await startAnswering((request, response) => {
      const realm = `Bearer realm="http://${request.headers.host}/token"`
      if (request.url?.startsWith(refuses) === true && request.headers.authorization !== undefined)
        json(response, 403, { errors: [{ code: 'DENIED', message: said(request) }] })
      else if (request.url?.startsWith('/token') === true) json(response, 200, { token: TOKEN })
      else response.writeHead(401, { 'www-authenticate': realm }).end()
    })
    expectHidden(await refusalOf(server.host, basic))
  }
})

test('nor an identity token', async () => {
  await using server = await startAnswering((request, response) =>
    request.url === '/token'
      ? json(response, 400, { error_description: `no ${TOKEN}` })
      : response
          .writeHead(401, { 'www-authenticate': `Bearer realm="http://${request.headers.host}/token"` })
          .end(),
  )
  expectHidden(await refusalOf(server.host, { kind: 'identity-token', token: TOKEN }))
})

test('nor what signs the address that a blob was redirected to', async () => {
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [],
  })
  await using server = await startAnswering((request, response) => {
    if (request.url?.includes('/manifests/') === true)
      response.writeHead(200, { 'content-type': 'application/vnd.oci.image.index.v1+json' }).end(manifest)
    else if (request.url?.startsWith('/v2/') === true)
      response.writeHead(307, { location: `/cdn?X-Amz-Signature=${SIGNATURE}` }).end()
    else response.writeHead(403).end(`<Error><SignatureProvided>${SIGNATURE}</SignatureProvided></Error>`)
  })
  expectHidden(await refusalOf(server.host, { kind: 'anonymous' }))
})
