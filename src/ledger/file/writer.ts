import type { FileHandle } from 'node:fs/promises'
import type { EntryBody, LedgerEntry } from '../../model/ledger/entry.ts'
import type { LedgerHead, OpenIntent } from '../../model/ledger/ledger.ts'
import { nextOpen } from '../../model/ledger/open-intents.ts'
import { nextStanding, type Standing } from '../../model/ledger/standing/standing.ts'
import type { Clock } from '../../support/clock.ts'
import { errnoOf } from '../../support/system-error.ts'
import { encodeLine, seal } from '../chain/line.ts'
import { diskFull, toDiskError } from './disk-error.ts'
import { createToAppend } from './open-file.ts'
import type { LedgerPlace } from './place.ts'
import { markOf, type Snapshot } from './snapshot.ts'
import { setAsideTorn } from './torn.ts'

/** Writes entries behind a verified snapshot. Only to be used, and closed, while the ledger's lock is held. */
export class LedgerWriter {
  readonly #place: LedgerPlace
  readonly #clock: Clock
  #handle: FileHandle | undefined
  #head: LedgerHead | undefined
  #open: readonly OpenIntent[]
  #standing: Standing
  #end: number
  #tail: Snapshot['tail']

  /** Takes over `handle`; without one the ledger is made with the first entry. */
  constructor(
    place: LedgerPlace,
    clock: Clock,
    handle: FileHandle | undefined,
    state: Omit<Snapshot, 'mark'>,
  ) {
    this.#place = place
    this.#clock = clock
    this.#handle = handle
    this.#head = state.head
    this.#open = state.open
    this.#standing = state.standing
    this.#end = state.end
    this.#tail = state.tail
  }

  /** Where the ledger ends now; undefined for an empty one. */
  get head(): LedgerHead | undefined {
    return this.#head
  }

  /** The intents that are open now. */
  get open(): readonly OpenIntent[] {
    return this.#open
  }

  /** What was said no to, and stands now. */
  get standing(): Standing {
    return this.#standing
  }

  /**
   * Appends the entry with one write and flushes it; what a crash left is set aside first. When it fails, the
   * ledger ends where it ended before.
   * @throws PromoteError `disk`
   */
  async write(body: EntryBody): Promise<LedgerEntry> {
    const handle = await this.#prepare()
    const entry = seal(body, this.#head, this.#clock.now())
    const line = encodeLine(entry)
    await this.#append(handle, line)
    this.#head = { sequence: entry.sequence, hash: entry.hash }
    this.#open = nextOpen(this.#open, entry)
    this.#standing = nextStanding(this.#standing, entry)
    this.#end += line.length
    return entry
  }

  /** The state after the last write; undefined when there is no ledger, or one that nothing was written to. */
  async snapshot(): Promise<Snapshot | undefined> {
    if (this.#handle === undefined || this.#tail !== 'whole') return undefined
    const mark = await markOf(this.#handle)
    return {
      ...{ mark, head: this.#head, open: this.#open, standing: this.#standing },
      ...{ end: this.#end, tail: this.#tail, newer: null },
    }
  }

  async close(): Promise<void> {
    await this.#handle?.close()
  }

  async #prepare(): Promise<FileHandle> {
    if (this.#handle === undefined) {
      this.#handle = await createToAppend(this.#place)
    }
    if (this.#tail === 'torn') await setAsideTorn(this.#handle, this.#place, this.#end)
    if (this.#tail === 'unterminated') {
      await this.#append(this.#handle, Buffer.from('\n'))
      this.#end++
    }
    this.#tail = 'whole'
    return this.#handle
  }

  async #append(handle: FileHandle, bytes: Uint8Array): Promise<void> {
    try {
      const { bytesWritten } = await handle.write(bytes)
      if (bytesWritten < bytes.length) throw diskFull(this.#place.file)
      await handle.sync()
    } catch (error) {
      await this.#cutBack(handle)
      throw toDiskError(error, `The ledger ${this.#place.file} cannot be written`, this.#place.file)
    }
  }

  async #cutBack(handle: FileHandle): Promise<void> {
    try {
      await handle.truncate(this.#end)
    } catch (error) {
      // What stays is a torn line then, which the next writer sets aside.
      if (errnoOf(error) === undefined) throw error
    }
  }
}
