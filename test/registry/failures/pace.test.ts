import type { ServerResponse } from 'node:http'
import { expect, onTestFinished, test, vi } from 'vitest'
import { Pace } from '../../../src/registry/failures/pace.ts'
import { testClient } from '../../support/registry-client.ts'
import { startAnswering } from '../answering.ts'

test('requests to one host take turns, whatever repository they are for, and the waits are told', async () => {
  await using server = await startAnswering((_, response) => response.writeHead(404).end())
  await using other = await startAnswering((_, response) => response.writeHead(404).end())
  const client = testClient({ registries: { [server.host]: { requestsPerSecond: 50 } } })
  onTestFinished(() => client.close())
  const look = (host: string, repository: string) =>
    client.repository({ kind: 'registry', host, repository }).resolve('1.0')
  const begun = performance.now()
  await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => look(server.host, name)))
  expect(performance.now() - begun).toBeGreaterThanOrEqual(4 * 20)
  expect(server.asked).toHaveLength(5)
  // The second waits for the answer to the first anyway, which may have taken as long.
  const waits = client.notes.length
  expect(waits).toBeGreaterThanOrEqual(3)
  expect(client.notes[0]).toMatch(
    new RegExp(`^waiting \\d+ ms for ${server.host}: 50 requests a second \\(requestsPerSecond\\)$`),
  )
  await Promise.all(['a', 'b', 'c'].map((name) => look(other.host, name)))
  expect(client.notes).toHaveLength(waits)
})

test('a wait for a turn ends when the run is stopped', async () => {
  const pace = new Pace(0.01, () => {})
  await pace.turn(undefined)
  const stop = new AbortController()
  const waiting = pace.turn(stop.signal)
  stop.abort(new Error('stopped'))
  await expect(waiting).rejects.toThrow('stopped')
})

test('metadataConcurrency says how many requests are in flight to a host', async () => {
  const held: ServerResponse[] = []
  await using server = await startAnswering((request, response) => {
    if (request.url === '/barrier') response.writeHead(404).end()
    else held.push(response)
  })
  const client = testClient({ registries: { [server.host]: { metadataConcurrency: 2 } }, retries: 0 })
  onTestFinished(() => client.close())
  const look = (repository: string) =>
    client.repository({ kind: 'registry', host: server.host, repository }).resolve('1.0')
  const first = look('first')
  await vi.waitFor(() => expect(held).toHaveLength(1))
  held.shift()?.writeHead(404).end()
  await first
  const all = Promise.all(['a', 'b', 'c', 'd', 'e'].map(look))
  for (let left = 5; left > 0; left -= 2) {
    await vi.waitFor(() => expect(held).toHaveLength(Math.min(2, left)))
    // What was sent with these has arrived when the answer to a later request has come.
    await fetch(`http://${server.host}/barrier`)
    expect(held).toHaveLength(Math.min(2, left))
    for (const response of held.splice(0)) response.writeHead(404).end()
  }
  expect(await all).toEqual(Array(5).fill(undefined))
})
