import { expect, test } from 'vitest'
import { digestOf } from '../../../src/oci/digest.ts'
import { testClient } from '../../support/registry-client.ts'
import { startAnswering } from '../answering.ts'

const layer = { mediaType: 'application/octet-stream', digest: digestOf('x'), size: 1 }

test('where a registry leads to another host, that one is named when it refuses or cannot be reached', async () => {
  await using storage = await startAnswering((_, response) => response.writeHead(403).end())
  for (const [host, words] of [
    [storage.host, `${storage.host} answered 403`],
    ['127.0.0.1:1', 'nothing listens at 127.0.0.1:1'],
  ] as const) {
    await using registry = await startAnswering((_, response) =>
      response.writeHead(307, { location: `http://${host}/layer` }).end(),
    )
    const client = testClient({ retries: 0 })
    const store = client.repository({ kind: 'registry', host: registry.host, repository: 'a' })
    await expect(store.open(layer)).rejects.toThrow(words)
    await client.close()
  }
})
