import type { Digest } from '../../../oci/digest.ts'
import { parseLocation } from '../../../oci/reference.ts'
import { PromoteError } from '../../../support/errors.ts'
import { pointerOf } from '../../pointer.ts'
import type { Draft } from '../draft.ts'
import { fillVariables, type ProcessEnvironment } from '../variables.ts'
import { checkMirrors } from './mirrors.ts'
import { checkRegistryFiles } from './registry-files.ts'

/** What stands under `registries`, checked. */
export interface CheckedRegistries {
  /** The host, as stores ask for it, by the key as it is written. */
  readonly hosts: ReadonlyMap<string, string>
  /** Digests of the files that are named, by the name after `${VAR}`. */
  readonly files: Readonly<Record<string, Digest>>
}

/** Checks hosts, and reads the files they name. */
export async function checkRegistries(
  draft: Draft,
  folder: string,
  env: ProcessEnvironment,
  signal: AbortSignal | undefined,
): Promise<CheckedRegistries> {
  const hosts = new Map<string, string>()
  const files: Record<string, Digest> = Object.create(null)
  for (const key of draft.keys(['registries'])) {
    const host = checkHost(draft, key, env)
    const other = host === undefined ? undefined : [...hosts].find(([, known]) => known === host)?.[0]
    if (other !== undefined) {
      const line = draft.positionOf(pointerOf(['registries', other]))?.line
      draft.report(['registries', key], `This registry stands in line ${line} too.`, { atKey: true })
    } else if (host !== undefined) hosts.set(key, host)
    checkMirrors(draft, key, host)
    Object.assign(files, await checkRegistryFiles(draft, key, { folder, signal }))
  }
  return { hosts, files }
}

/** The `kind` of each registry that has one, by its host in lower case. Reports nothing: {@link checkRegistries} does. */
export function kindsOf(draft: Draft, env: ProcessEnvironment): ReadonlyMap<string, string> {
  return new Map(
    draft.keys(['registries']).flatMap((key) => {
      const kind = draft.text(['registries', key, 'kind'])
      return kind === undefined ? [] : [[fillVariables(key, env).text.toLowerCase(), kind] as const]
    }),
  )
}

function checkHost(draft: Draft, key: string, env: ProcessEnvironment): string | undefined {
  const path = ['registries', key]
  const { text, faults } = fillVariables(key, env)
  for (const { message, hint, part } of faults) draft.report(path, message, { hint, part, atKey: true })
  if (faults.length > 0) return undefined
  const isHost = /[.:]/.test(text) || text === 'localhost'
  if (!isHost || /[/@\s]/.test(text)) {
    draft.report(path, 'A registry is named by its host, with the port where there is one.', {
      atKey: true,
      hint: 'For example registry.example.com or localhost:5000, without https:// in front.',
    })
    return undefined
  }
  try {
    const location = parseLocation(`${text}/x/x`, (layout) => layout)
    return location.kind === 'registry' ? location.host : undefined
  } catch (error) {
    if (!(error instanceof PromoteError)) throw error
    draft.report(path, 'This is not the name of a host.', {
      atKey: true,
      hint: 'A port is a number from 1 to 65535.',
    })
    return undefined
  }
}
