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
  close(): Promise<void>
}

/** Starts a front before `target`. */
export async function startTlsFront(target: string, certificate: ServerCertificate): Promise<TlsFront> {
  const [hostname, port] = target.split(':')
  const key = await readFile(certificate.keyFile)
  const cert = await readFile(certificate.certFile)
  let connections = 0
  const server = createServer({ key, cert }, (incoming, response) => {
    const { method, url, headers } = incoming
    const onward = request({ hostname, port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    incoming.pipe(onward)
  })
  server.on('secureConnection', () => connections++)
  const { host, close } = await listenOnLoopback(server)
  return {
    host,
    get connections() {
      return connections
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
