import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Image } from './content.ts'
import { type Front, writeLogins } from './depot.ts'
import type { Command } from './measure.ts'
import type { PeerName, Peers } from './peers.ts'

/** One promotion to do: all images from below one prefix to below another. */
export interface Job {
  readonly images: readonly Image[]
  readonly from: { readonly front: Front; readonly prefix: string }
  readonly to: { readonly front: Front; readonly prefix: string }
  /** An empty folder, the tool's own for this run. */
  readonly folder: string
}

/** A way to do a job. */
export interface Tool {
  /** As the tables name it. */
  readonly name: string
  /** Writes what the tool needs into the job's folder; undefined when the tool is not here. */
  prepare(job: Job): Promise<Command | undefined>
}

const root = path.dirname(import.meta.dirname)
const binary = path.join(root, 'bin', 'run.js')

/** Processes at once of a peer that copies one image a process. */
const processes = 8

/**
 * Our own: the real program, and a promotion file that says where from, where to and what, and nothing else.
 * @param more further settings of the destination environment, in YAML
 */
export function promote(name = 'promote', more = ''): Tool {
  return {
    name,
    async prepare(job) {
      await writeFile(path.join(job.folder, 'promotion.yaml'), promotionFile(job, more))
      const args = [binary, '--from', 'test', '--to', 'prod', '--yes']
      // Compiled code outlives a run, as it does for people; all else in the home is new each time.
      const env = {
        ...(await environment(job)),
        XDG_CACHE_HOME: path.join(path.dirname(job.folder), 'cache'),
      }
      return { program: process.execPath, args, cwd: job.folder, env }
    },
  }
}

/** The promotion file for a job; `more` stands in its destination environment. */
export function promotionFile({ images, from, to }: Job, more = ''): string {
  const caFiles = new Map([from.front, to.front].map(({ host, caFile }) => [host, caFile]))
  const registries = [...caFiles].flatMap(([host, caFile]) =>
    caFile === undefined ? [] : [`  "${host}": { caFile: "${caFile}" }`],
  )
  return [
    'version: 1',
    'environments:',
    `  - { name: test, repository: "${from.front.host}/${from.prefix}/{image}" }`,
    `  - { name: prod, repository: "${to.front.host}/${to.prefix}/{image}"${more && `, ${more}`} }`,
    'images:',
    ...images.map(({ name, tag }) => `  - { name: ${name}, select: ["${tag}"] }`),
    ...(registries.length > 0 ? ['registries:', ...registries] : []),
    '',
  ].join('\n')
}

/** regsync with `parallel` images at once and, where told, more requests at once to a host than its default. */
export function regsync(
  name: string,
  peers: Peers,
  tuning: { readonly parallel: number; readonly reqConcurrent?: number },
): Tool {
  return {
    name,
    async prepare(job) {
      const peer = peers.get('regsync')
      if (peer === undefined) return undefined
      const hosts = [...new Set([job.from.front, job.to.front])].map(({ host, access }) => ({
        registry: host,
        ...(access === 'tls' ? {} : { tls: 'disabled' }),
        ...(tuning.reqConcurrent === undefined ? {} : { reqConcurrent: tuning.reqConcurrent }),
      }))
      const sync = pairs(job).map(([source, target]) => ({ source, target, type: 'image' }))
      // JSON is YAML.
      const config = { version: 1, creds: hosts, defaults: { parallel: tuning.parallel }, sync }
      await writeFile(path.join(job.folder, 'regsync.yml'), JSON.stringify(config))
      const args = ['once', '--config', 'regsync.yml']
      return { program: peer.program, args, cwd: job.folder, env: await environment(job) }
    },
  }
}

/** A peer that copies one image a process: eight of them at once, or one alone for one image. */
export function perImage(peerName: PeerName, peers: Peers): Tool {
  return {
    name: peerName,
    async prepare(job) {
      const peer = peers.get(peerName)
      if (peer === undefined) return undefined
      const isPlain = job.from.front.access !== 'tls'
      const common = { cwd: job.folder, env: await environment(job) }
      const first = flags(peerName, job, isPlain)
      const transport = peerName === 'skopeo' ? 'docker://' : ''
      const words = pairs(job).map((pair) => pair.map((reference) => transport + reference))
      const [only] = words
      if (words.length === 1 && only) return { ...common, program: peer.program, args: [...first, ...only] }
      const inputFile = path.join(job.folder, 'pairs')
      await writeFile(inputFile, words.map((pair) => pair.join(' ')).join('\n'))
      const args = ['-P', String(processes), '-n', '2', peer.program, ...first]
      return { ...common, program: 'xargs', args, inputFile }
    },
  }
}

/** The folder of a job that {@link pullers} write an OCI image layout into. */
export const LAYOUT = 'layout'

/** Our own and two peers, bringing one image of a registry that speaks TLS into an OCI image layout. */
export function pullers(peers: Peers): readonly Tool[] {
  const words = {
    crane: (source: string) => ['pull', '--format', 'oci', source, LAYOUT],
    regctl: (source: string) => ['image', 'copy', source, `ocidir://${LAYOUT}:1`],
  }
  return [
    {
      name: 'promote',
      async prepare(job) {
        const { caFile = '' } = job.from.front
        const args = [binary, 'pull', ...sources(job), '--output', LAYOUT, '--ca-file', caFile]
        const cache = path.join(path.dirname(job.folder), 'cache')
        const env = { ...(await environment(job)), XDG_CACHE_HOME: cache }
        return { program: process.execPath, args, cwd: job.folder, env }
      },
    },
    ...Object.entries(words).map(
      ([name, args]): Tool => ({
        name,
        async prepare(job) {
          const peer = peers.get(name as PeerName)
          const [source = ''] = sources(job)
          const common = { cwd: job.folder, env: await environment(job) }
          return peer === undefined ? undefined : { ...common, program: peer.program, args: args(source) }
        },
      }),
    ),
  ]
}

function sources(job: Job): readonly string[] {
  return pairs(job).map(([source]) => source)
}

function flags(name: PeerName, job: Job, isPlain: boolean): string[] {
  switch (name) {
    case 'crane':
      return ['copy', ...(isPlain ? ['--insecure'] : [])]
    case 'regctl': {
      const hosts = new Set([job.from.front.host, job.to.front.host])
      const plain = isPlain ? [...hosts].flatMap((host) => ['--host', `reg=${host},tls=disabled`]) : []
      return ['image', 'copy', ...plain]
    }
    case 'oras':
      return ['cp', '--no-tty', ...(isPlain ? ['--from-plain-http', '--to-plain-http'] : [])]
    case 'skopeo':
      return [
        ...['copy', '--quiet', '--insecure-policy'],
        ...(isPlain ? ['--src-tls-verify=false', '--dest-tls-verify=false'] : []),
      ]
    case 'regsync':
      throw new Error('regsync copies many images a process.')
  }
}

/** Source and destination of each image. */
function pairs({ images, from, to }: Job): [string, string][] {
  return images.map(({ name, tag }) => [
    `${from.front.host}/${from.prefix}/${name}:${tag}`,
    `${to.front.host}/${to.prefix}/${name}:${tag}`,
  ])
}

/** An environment with an empty home but for the logins, and the authority that Go programs are to trust. */
async function environment(job: Job): Promise<Record<string, string>> {
  const fronts = [job.from.front, job.to.front]
  const docker = path.join(job.folder, '.docker')
  await writeLogins(docker, fronts)
  const caFile = fronts.find((front) => front.caFile !== undefined)?.caFile
  return {
    PATH: process.env.PATH ?? '',
    HOME: job.folder,
    DOCKER_CONFIG: docker,
    REGISTRY_AUTH_FILE: path.join(docker, 'config.json'),
    ...(process.env.TMPDIR === undefined ? {} : { TMPDIR: process.env.TMPDIR }),
    ...(caFile === undefined ? {} : { SSL_CERT_FILE: caFile }),
  }
}
