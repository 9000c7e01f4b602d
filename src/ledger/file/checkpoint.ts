import { constants } from 'node:fs'
import { open, writeFile } from 'node:fs/promises'
import { digestOf } from '../../oci/digest.ts'
import { PromoteError } from '../../support/errors.ts'
import { errnoOf } from '../../support/system-error.ts'
import { canonical } from '../chain/line.ts'
import { isKnownEntry, VOCABULARY } from '../chain/shape.ts'
import type { Snapshot } from './snapshot.ts'

/** Changes with the shape of the file, with the rules of which intents are open and of what stands, and with every field that entries get. */
const FORMAT_VERSION = 6

/** Through no link, and where a pipe stands in place of the file opening it fails instead of waiting for its other end. */
const PLAIN = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
const REPLACING = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | PLAIN

/**
 * What the last writer left beside the ledger; undefined when there is nothing, or nothing that is whole. Whether
 * it still fits the ledger is for {@link takeSnapshot} to find out.
 */
export async function readCheckpoint(file: string): Promise<Snapshot | undefined> {
  try {
    const text = await readPlain(file)
    const saved: unknown = text === undefined ? undefined : JSON.parse(text)
    return isCheckpoint(saved) ? { ...saved.snapshot, head: saved.snapshot.head ?? undefined } : undefined
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof PromoteError) return undefined
    if (errnoOf(error) !== undefined) return undefined
    throw error
  }
}

/** Text of a file; undefined for anything else, such as a pipe, which is not waited for. */
async function readPlain(file: string): Promise<string | undefined> {
  const handle = await open(file, constants.O_RDONLY | PLAIN)
  try {
    return (await handle.stat()).isFile() ? await handle.readFile('utf8') : undefined
  } finally {
    await handle.close()
  }
}

/**
 * Leaves the snapshot for the next writer. Written in place, without a flush: a reader sees by the digest whether
 * it is whole. A failure is no failure of the append, which is on disk: the next one reads the whole ledger.
 */
export async function saveCheckpoint(file: string, snapshot: Snapshot): Promise<void> {
  const saved = {
    formatVersion: FORMAT_VERSION,
    vocabulary: VOCABULARY,
    snapshot: { ...snapshot, head: snapshot.head ?? null },
  }
  try {
    await writeFile(file, `${canonical({ ...saved, digest: digestOf(canonical(saved)) })}\n`, {
      flag: REPLACING,
    })
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
  }
}

interface Checkpoint {
  readonly snapshot: Omit<Snapshot, 'head'> & { readonly head: Snapshot['head'] | null }
}

function isCheckpoint(value: unknown): value is Checkpoint {
  if (typeof value !== 'object' || value === null || !('digest' in value)) return false
  const { digest, ...saved } = value
  if (digestOf(canonical(saved)) !== digest) return false
  // Whole, so written by saveCheckpoint; only another version could have another shape.
  const { formatVersion, vocabulary, snapshot } = saved as {
    formatVersion?: unknown
    vocabulary?: unknown
    snapshot?: Snapshot
  }
  if (formatVersion !== FORMAT_VERSION || vocabulary !== VOCABULARY) return false
  if (snapshot === undefined) return false
  const { open, standing } = snapshot
  const entries = [...open.map(({ entry }) => entry), ...standing.holds, ...standing.rejections]
  return entries.every(isKnownEntry)
}
