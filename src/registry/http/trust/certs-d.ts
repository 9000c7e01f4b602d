import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { registryName } from '../../../profiles/names.ts'
import { clientPairProblem, holdsCertificate, isReadable } from '../../../support/certificates.ts'
import { readFileNow } from '../../../support/disk/read-now.ts'
import { PromoteError } from '../../../support/errors.ts'
import { errnoOf, reasonOf } from '../../../support/system-error.ts'

/** A PEM file with its text. */
export interface PemFile {
  readonly path: string
  readonly text: string
}

/** What this side shows a server that wants to know who asks. */
export interface ClientCertificate {
  readonly certificate: PemFile
  readonly key: PemFile
}

/** What `certs.d` has for one host. */
export interface HostCertificates {
  readonly authorities: readonly PemFile[]
  readonly client: ClientCertificate | undefined
}

/** Where docker and containers (podman, skopeo, buildah) look. */
export interface CertificatePlaces {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The user's home folder. */
  readonly home: string
  readonly platform: NodeJS.Platform
}

const NO_SUCH_FOLDER = new Set<string | undefined>(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'])
const NAMING_HINT =
  'In certs.d an authority is NAME.crt, and a client certificate NAME.cert with its key NAME.key beside it.'

/**
 * The `certs.d` folders, a user's before the machine's: of containers (containers-certs.d(5)), and of docker: rootless,
 * Docker Desktop, and the daemon's own ("Verify repository client with certificates").
 */
export function certificateFolders({ env, home, platform }: CertificatePlaces): readonly string[] {
  const config = env.XDG_CONFIG_HOME || join(home, '.config')
  const machine =
    platform === 'win32'
      ? [join(env.PROGRAMDATA || 'C:\\ProgramData', 'docker', 'certs.d')]
      : ['/etc/containers/certs.d', '/etc/docker/certs.d']
  return [
    join(config, 'containers', 'certs.d'),
    join(config, 'docker', 'certs.d'),
    join(home, '.docker', 'certs.d'),
    ...machine,
  ]
}

/**
 * The names a host's folder may have: as people write the registry too where its API answers elsewhere, with the port that
 * HTTPS has anyway or without, and on Windows without colons.
 */
export function folderNames(host: string, platform: NodeJS.Platform = process.platform): readonly string[] {
  const written = [...new Set([host, registryName(host)])]
  const names = written.flatMap((name) => (/:\d+$/.test(name) ? [name] : [name, `${name}:443`]))
  return platform === 'win32' ? names.map((name) => name.replaceAll(':', '')) : names
}

/**
 * The certificates that `folders` have for a host (`name[:port]`): the authorities of all of them, and the first client
 * certificate. A folder that is not there, or not to be looked into, has none.
 * @throws PromoteError `invalid-file` with the name of a file that cannot be used
 */
export async function readHostCertificates(
  folders: readonly string[],
  host: string,
): Promise<HostCertificates> {
  const authorities: PemFile[] = []
  let client: ClientCertificate | undefined
  for (const folder of folders.flatMap((one) => folderNames(host).map((name) => join(one, name)))) {
    const names = await namesIn(folder)
    const endingIn = (end: string): string[] => names.filter((name) => name.endsWith(end))
    for (const name of endingIn('.crt')) authorities.push(await readAuthorities(join(folder, name)))
    for (const name of endingIn('.key')) requireMate(folder, name, names, '.key', '.cert')
    for (const name of endingIn('.cert')) {
      const key = requireMate(folder, name, names, '.cert', '.key')
      const pair = await readClientCertificate(join(folder, name), join(folder, key), NAMING_HINT)
      client ??= pair
    }
  }
  return { authorities, client }
}

/** @throws PromoteError `invalid-file` when the file cannot be read or has no certificate */
export async function readAuthorities(path: string, what = 'The certificate file'): Promise<PemFile> {
  const text = await readPem(path, what)
  if (!holdsCertificate(text)) throw invalid(path, `${what} ${path} holds no PEM certificate.`, pemHint(path))
  if (!isReadable(text)) throw invalid(path, `${what} ${path} has a certificate that cannot be read.`)
  return { path, text }
}

/** @throws PromoteError `invalid-file` when one of the two cannot be used, or they do not belong together */
export async function readClientCertificate(
  certificatePath: string,
  keyPath: string,
  hint?: string,
): Promise<ClientCertificate> {
  const certificate = await readPem(certificatePath, 'The client certificate')
  const key = await readPem(keyPath, 'The client key')
  const problem = clientPairProblem(certificate, key)
  if (problem === undefined) {
    return { certificate: { path: certificatePath, text: certificate }, key: { path: keyPath, text: key } }
  }
  const path = problem.file === 'key' ? keyPath : certificatePath
  throw invalid(path, `${path} ${problem.why}.`, hint)
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort()
  } catch (error) {
    // Docker's own folder may be root's alone: tools of other users go without it.
    if (NO_SUCH_FOLDER.has(errnoOf(error))) return []
    throw error
  }
}

/** @returns the name of the other half */
function requireMate(
  folder: string,
  name: string,
  names: readonly string[],
  end: string,
  mateEnd: string,
): string {
  const mate = name.slice(0, -end.length) + mateEnd
  if (names.includes(mate)) return mate
  const path = join(folder, name)
  throw invalid(path, `${path} lacks ${mate} beside it.`, NAMING_HINT)
}

async function readPem(path: string, what: string): Promise<string> {
  try {
    const bytes = await readFileNow(path)
    if (bytes !== undefined) return bytes.toString('utf8')
  } catch (cause) {
    const code = errnoOf(cause)
    if (code === undefined) throw cause
    const why = code === 'ENOENT' ? 'there is no such file' : reasonOf(code)
    throw new PromoteError('invalid-file', `${what} ${path} cannot be read: ${why}.`, {
      reference: path,
      cause,
    })
  }
  throw invalid(path, `${what} ${path} cannot be read: it is no file.`)
}

function pemHint(path: string): string {
  return `It has to begin with -----BEGIN CERTIFICATE-----. From DER: openssl x509 -inform der -in ${path} -out ${path}.pem`
}

function invalid(path: string, message: string, hint?: string): PromoteError {
  return new PromoteError('invalid-file', message, {
    reference: path,
    ...(hint === undefined ? {} : { hint }),
  })
}
