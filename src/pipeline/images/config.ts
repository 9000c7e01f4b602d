import type { Descriptor } from '../../oci/descriptor.ts'
import type { BlobSource, CallOptions } from '../../oci/store.ts'
import { PromoteError } from '../../support/errors.ts'
import { isObject } from '../../support/json-object.ts'
import { MAX_MANIFEST_BYTES } from '../../support/limits.ts'
import { parseJson } from '../../support/parse-json.ts'

/** A step of the build, as the config keeps it. OCI image spec 1.1, "Image Configuration", history. */
export interface HistoryLine {
  readonly created: string | null
  readonly createdBy: string
  readonly comment: string
  /** True for one that made no layer. */
  readonly isEmpty: boolean
}

/** What the config of one image says, as far as people look at it. OCI image spec 1.1, "Image Configuration". */
export interface ConfigDetails {
  /** ISO 8601; null also for the zero time, which programs in Go write where they have none. */
  readonly created: string | null
  /** `os/architecture[/variant]`. */
  readonly platform: string | null
  readonly author: string | null
  readonly user: string | null
  readonly entrypoint: readonly string[]
  readonly command: readonly string[]
  readonly environment: readonly string[]
  readonly workingDirectory: string | null
  readonly ports: readonly string[]
  readonly labels: Readonly<Record<string, string>>
  readonly history: readonly HistoryLine[]
}

/** The config of an image as JSON; undefined where it is too large to be one, or no JSON: that of an artifact need not be. @throws what opening throws */
export async function readConfig(
  source: BlobSource,
  descriptor: Descriptor,
  options: CallOptions,
): Promise<unknown> {
  if (descriptor.size > MAX_MANIFEST_BYTES) return undefined
  const bytes = await readBlob(source, descriptor, options).catch((error: unknown) => {
    if (!(error instanceof PromoteError && error.code === 'content')) throw error
    // They may have changed on the way, as may all that is moved: they are read once more.
    return readBlob(source, descriptor, options)
  })
  try {
    return parseJson(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}

async function readBlob(source: BlobSource, descriptor: Descriptor, options: CallOptions): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of await source.open(descriptor, options)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** What a config says; a field of another form than the specification has it counts as absent. */
export function configDetails(document: unknown): ConfigDetails {
  const { created, os, architecture, variant, author, config, history } = isObject(document) ? document : {}
  const run = isObject(config) ? config : {}
  const platform = [text(os), text(architecture), text(variant)].filter((part) => part !== null)
  return {
    created: time(created),
    platform: text(os) === null || text(architecture) === null ? null : platform.join('/'),
    author: text(author),
    user: text(run.User),
    entrypoint: texts(run.Entrypoint),
    command: texts(run.Cmd),
    environment: texts(run.Env),
    workingDirectory: text(run.WorkingDir),
    ports: isObject(run.ExposedPorts) ? Object.keys(run.ExposedPorts) : [],
    labels: stringsOf(run.Labels),
    history: Array.isArray(history) ? history.filter(isObject).map(historyLine) : [],
  }
}

function historyLine(line: Readonly<Record<string, unknown>>): HistoryLine {
  return {
    created: time(line.created),
    createdBy: text(line.created_by) ?? '',
    comment: text(line.comment) ?? '',
    isEmpty: line.empty_layer === true,
  }
}

function time(value: unknown): string | null {
  const iso = text(value)
  return iso?.startsWith('0001-01-01T00:00:00') ? null : iso
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

function stringsOf(value: unknown): Readonly<Record<string, string>> {
  if (!isObject(value)) return {}
  return Object.fromEntries(
    Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  )
}
