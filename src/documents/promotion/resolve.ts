import { basename, dirname, resolve } from 'node:path'
import type {
  Defaults,
  Environment,
  ImageRule,
  PromotionConfig,
  RegistryOptions,
  Selector,
} from '../../model/config.ts'
import { isGlob } from '../../model/glob.ts'
import { parseDigest } from '../../oci/digest.ts'
import { DEFAULT_CONCURRENCY, DEFAULT_RETRIES, DEFAULT_TIMEOUT_MS } from '../../support/limits.ts'
import type { PromotionFile } from '../generated/promotion-types.ts'
import { attestOf } from './attest.ts'
import { milliseconds } from './duration.ts'
import { mirrorOf } from './mirror.ts'
import { compileRegex } from './regex.ts'
import { type GateFiles, gatesOf } from './resolve-gates.ts'

const DEFAULT_LEDGER = 'promotions.jsonl'
const DEFAULT_TAGS: readonly string[] = ['{tag}']

/** What resolving needs beside the document. */
export interface ResolveContext {
  /** Absolute path of the file. */
  readonly file: string
  /** The host by the key under `registries`. */
  readonly hosts: ReadonlyMap<string, string>
  readonly gateFiles: GateFiles
}

/** A checked file with its defaults and absolute paths: a config that lacks only its digest and positions. */
export async function resolveFile(
  document: PromotionFile,
  { file, hosts, gateFiles }: ResolveContext,
): Promise<Omit<PromotionConfig, 'digest' | 'position'>> {
  const folder = dirname(file)
  const [first, ...rest] = document.environments
  const files = { files: gateFiles, folder }
  return {
    project: document.project ?? (basename(folder) || 'project'),
    file,
    folder,
    environments: [
      environmentOf(first, [], files),
      ...rest.map((environment, index) =>
        environmentOf(environment, [document.environments[index]?.name ?? first.name], files),
      ),
    ],
    images: await Promise.all(document.images.map(imageOf)),
    ledger: { kind: 'file', file: resolve(folder, document.ledger?.file ?? DEFAULT_LEDGER) },
    defaults: defaultsOf(document.defaults),
    registries: registriesOf(document.registries ?? {}, folder, hosts),
  }
}

function environmentOf(
  environment: PromotionFile['environments'][number],
  above: readonly string[],
  { files, folder }: { readonly files: GateFiles; readonly folder: string },
): Environment {
  return {
    name: environment.name,
    repository: environment.repository,
    tags: environment.tags ?? DEFAULT_TAGS,
    immutable: environment.immutable ?? [],
    confirm: environment.confirm ?? false,
    onFailure: environment.onFailure ?? 'restore',
    retain: environment.retain ?? 0,
    from: environment.from === undefined ? above : [...new Set([environment.from].flat())],
    referrers: {
      copy: environment.referrers?.copy ?? 'all',
      require: [...new Set(environment.referrers?.require)],
    },
    gates: gatesOf(environment.gates, files, folder),
    ...(environment.attest === undefined ? {} : { attest: attestOf(environment.attest, folder) }),
  }
}

async function imageOf(image: PromotionFile['images'][number]): Promise<ImageRule> {
  return {
    name: image.name,
    select: await Promise.all([image.select].flat().map(selectorOf)),
    exclude: [image.exclude ?? []].flat(),
    platforms: image.platforms ?? [],
    // No prototype: an environment may be called like a method of Object.
    repository: image.repository ?? Object.create(null),
    optional: image.optional ?? false,
  }
}

async function selectorOf(
  selector: Exclude<PromotionFile['images'][number]['select'], readonly unknown[]>,
): Promise<Selector> {
  if (typeof selector === 'string') {
    return isGlob(selector) ? { kind: 'glob', glob: selector } : { kind: 'tag', tag: selector }
  }
  const { semver, regex, digest, newest } = selector
  const count = newest === undefined ? {} : { newest }
  if (digest !== undefined) return { kind: 'digest', digest: parseDigest(digest) }
  if (semver !== undefined) return { kind: 'semver', range: semver, ...count }
  const pattern = regex ?? ''
  return { kind: 'regex', pattern, ...count, matches: await compileRegex(pattern) }
}

function defaultsOf(defaults: PromotionFile['defaults'] = {}): Defaults {
  return {
    concurrency: defaults.concurrency ?? DEFAULT_CONCURRENCY,
    retries: defaults.retries ?? DEFAULT_RETRIES,
    timeoutMs: defaults.timeout === undefined ? DEFAULT_TIMEOUT_MS : milliseconds(defaults.timeout),
  }
}

function registriesOf(
  registries: NonNullable<PromotionFile['registries']>,
  folder: string,
  hosts: ReadonlyMap<string, string>,
): Readonly<Record<string, RegistryOptions>> {
  const byHost: Record<string, RegistryOptions> = Object.create(null)
  for (const [key, options] of Object.entries(registries)) {
    byHost[hosts.get(key) ?? key] = optionsOf(options, (path) => resolve(folder, path))
  }
  return byHost
}

function optionsOf(
  given: NonNullable<PromotionFile['registries']>[string],
  at: (path: string) => string,
): RegistryOptions {
  const { plainHttp, caFile, clientCert, clientKey, kind, mirrors, requestsPerSecond, metadataConcurrency } =
    given
  return {
    ...(plainHttp === undefined ? {} : { plainHttp }),
    ...(caFile === undefined ? {} : { caFile: at(caFile) }),
    ...(clientCert === undefined ? {} : { clientCert: at(clientCert) }),
    ...(clientKey === undefined ? {} : { clientKey: at(clientKey) }),
    ...(kind === undefined ? {} : { kind }),
    ...(mirrors === undefined ? {} : { mirrors: mirrors.map(mirrorOf) }),
    ...(requestsPerSecond === undefined ? {} : { requestsPerSecond }),
    ...(metadataConcurrency === undefined ? {} : { metadataConcurrency }),
  }
}
