import { stringify } from 'yaml'
import type { ServerCertificate } from './tls.ts'
import type { TokenServer } from './token-server.ts'

/** What a distribution registry (2 or 3) is told. */
export interface DistributionSettings {
  /** Folder of its filesystem storage. */
  readonly storage: string
  readonly canDelete: boolean
  readonly certificate: ServerCertificate | undefined
  readonly tokens: TokenServer | undefined
  /** An htpasswd file; undefined where Basic access is not wanted. */
  readonly htpasswdFile: string | undefined
}

/** The configuration file (https://distribution.github.io/distribution/about/configuration/) for these settings. */
export function distributionConfig(settings: DistributionSettings): string {
  const { certificate, tokens, htpasswdFile } = settings
  return stringify({
    version: 0.1,
    log: { level: 'info', accesslog: { disabled: true } },
    storage: {
      filesystem: { rootdirectory: settings.storage },
      delete: { enabled: settings.canDelete },
      cache: { blobdescriptor: 'inmemory' },
      maintenance: { uploadpurging: { enabled: false } },
    },
    http: {
      addr: '127.0.0.1:0',
      secret: 'shared by nobody',
      ...(certificate && { tls: { certificate: certificate.certFile, key: certificate.keyFile } }),
    },
    ...(tokens && {
      auth: {
        token: {
          realm: tokens.realm,
          service: tokens.service,
          issuer: tokens.issuer,
          rootcertbundle: tokens.certFile,
        },
      },
    }),
    ...(htpasswdFile !== undefined && { auth: { htpasswd: { realm: 'test', path: htpasswdFile } } }),
  })
}
