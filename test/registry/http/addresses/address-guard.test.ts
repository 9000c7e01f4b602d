import type { LookupAddress } from 'node:dns'
import { expect, test } from 'vitest'
import { AddressGuard } from '../../../../src/registry/http/addresses/address-guard.ts'
import { collect } from '../../../support/collect.ts'
import { testClient } from '../../../support/registry-client.ts'
import { json, startAnswering } from '../../answering.ts'

const url = (host: string): URL => new URL(`https://${host}/`)
const refused = expect.objectContaining({ code: 'protocol' })

/** A guard for which every name stands for these addresses. */
function guardOf(...addresses: readonly string[]): AddressGuard {
  const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  return new AddressGuard((_hostname, _options, done) => done(null, found))
}

function lookedUp(guard: AddressGuard, hostname: string): Promise<readonly LookupAddress[]> {
  return new Promise((resolve, reject) => {
    guard.lookup(hostname, { all: true }, (error, found) => {
      if (error === null && typeof found !== 'string') resolve(found)
      else reject(error)
    })
  })
}

test('a registry that also has a local address may not lead to local ones once it answered from elsewhere', async () => {
  const guard = guardOf('203.0.113.7', '127.0.0.1')
  guard.name('registry.example.com')
  expect(await lookedUp(guard, 'registry.example.com')).toHaveLength(2)
  expect(() => guard.lead(url('registry.example.com'), url('169.254.169.254'))).toThrow(refused)
  guard.connected('registry.example.com', '127.0.0.1')
  guard.connected('registry.example.com', '203.0.113.7')
  expect(() => guard.lead(url('registry.example.com'), url('169.254.169.254'))).toThrow(refused)
})

test('a registry at a local address alone may', () => {
  const guard = guardOf('127.0.0.1')
  guard.name('registry.example.com')
  guard.connected('registry.example.com', '127.0.0.1')
  expect(() => guard.lead(url('registry.example.com'), url('127.0.0.1'))).not.toThrow()
})

test('of a host that a public one leads to only the addresses that are not local are tried', async () => {
  const guard = guardOf('127.0.0.1', '203.0.113.7', '64:ff9b::7f00:1', '::ffff:127.0.0.1')
  guard.name('registry.example.com')
  guard.connected('registry.example.com', '203.0.113.7')
  guard.lead(url('registry.example.com'), url('storage.example.com'))
  expect(await lookedUp(guard, 'storage.example.com')).toEqual([{ address: '203.0.113.7', family: 4 }])
})

test('a host let go to a local address for a local one is not led to from outside', async () => {
  const guard = guardOf('127.0.0.1')
  for (const name of ['inside.example.com', 'outside.example.com']) guard.name(name)
  guard.connected('inside.example.com', '127.0.0.1')
  guard.connected('outside.example.com', '203.0.113.7')
  guard.lead(url('inside.example.com'), url('storage.example.com'))
  expect(await lookedUp(guard, 'storage.example.com')).toHaveLength(1)
  expect(() => guard.lead(url('outside.example.com'), url('storage.example.com'))).toThrow(refused)
})

test('the address a registry answered from is learnt from its connection', async () => {
  await using inside = await startAnswering((_request, response) => json(response, 200, { token: 'x' }))
  const realm = `http://auth.example.com:${inside.host.split(':')[1]}/token`
  await using registry = await startAnswering((request, response) =>
    request.headers.authorization === undefined
      ? json(response, 401, {}, { 'www-authenticate': `Bearer realm="${realm}"` })
      : json(response, 200, { tags: ['1.0.0'] }),
  )
  const host = `registry.example.com:${registry.host.split(':')[1]}`
  const client = testClient({
    registries: { [host]: { plainHttp: true } },
    resolve: (_hostname, options, done) =>
      options.all === true ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4),
  })
  const tags = await collect(client.repository({ kind: 'registry', host, repository: 'a' }).tags())
  expect(tags).toEqual(['1.0.0'])
  await client.close()
})
