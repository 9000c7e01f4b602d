import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { createServer } from 'node:https'
import { listenOnLoopback } from './loopback.ts'
import type { ServerCertificate } from './tls.ts'

/** A TLS front before a plain server, as a proxy in front of a registry is. */
export interface TlsFront extends AsyncDisposable {
  /** `127.0.0.1:PORT` */
  readonly host: string
  /** TLS connections so far. */
  readonly connections: number
  /** The subject of the client certificate of each of them that showed one: `CN=NAME`. */
  readonly clients: readonly string[]
  close(): Promise<void>
}

/** Starts a front before `target`; with `clientCaFile` only for those who show a certificate of that authority. */
export async function startTlsFront(
  target: string,
  certificate: Pick<ServerCertificate, 'keyFile' | 'certFile'>,
  { clientCaFile }: { readonly clientCaFile?: string } = {},
): Promise<TlsFront> {
  const [hostname, port] = target.split(':')
  const key = await readFile(certificate.keyFile)
  const cert = await readFile(certificate.certFile)
  const asked =
    clientCaFile === undefined
      ? {}
      : { ca: await readFile(clientCaFile), requestCert: true, rejectUnauthorized: true }
  let connections = 0
  const clients: string[] = []
  const server = createServer({ key, cert, ...asked }, (incoming, response) => {
    const { method, url, headers } = incoming
    const onward = request({ hostname, port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    incoming.pipe(onward)
  })
  server.on('secureConnection', (socket) => {
    connections++
    const name = socket.getPeerX509Certificate()?.subject
    if (name !== undefined) clients.push(name)
  })
  const { host, close } = await listenOnLoopback(server)
  return {
    host,
    get connections() {
      return connections
    },
    clients,
    close,
    [Symbol.asyncDispose]: close,
  }
}
