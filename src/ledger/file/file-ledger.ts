import type { EntryBody, LedgerLine } from '../../model/ledger/entry.ts'
import type {
  Appended,
  ChainReport,
  Ledger,
  LedgerHead,
  OpenIntent,
  TakenIn,
  VerifyOptions,
} from '../../model/ledger/ledger.ts'
import { NOTHING_STANDS, type Standing } from '../../model/ledger/standing/standing.ts'
import type { Begun, RunNotice, RunUnderWay } from '../../model/ledger/under-way.ts'
import type { CallOptions } from '../../oci/store.ts'
import type { Clock } from '../../support/clock.ts'
import { decodeLine } from '../chain/line.ts'
import { verifyChain } from '../chain/verify-chain.ts'
import { walkChain } from '../chain/walk.ts'
import { append, takeInKept, type WriteRequest } from './append.ts'
import { readCheckpoint } from './checkpoint.ts'
import { readLastLine, readLines } from './lines.ts'
import { openToRead } from './open-file.ts'
import { locate } from './place.ts'
import { laterHead, refuseCut } from './seen.ts'
import { brokenChain, type Snapshot, takeSnapshot } from './snapshot.ts'
import { beginRun, livingRuns } from './under-way.ts'
import { checkWritable } from './writable.ts'

/**
 * The ledger in a file of JSON Lines; `file` may not exist yet, its folder must by the first write. Touches nothing until asked.
 */
export function openLedger(file: string, options: FileLedgerOptions): Ledger {
  return new FileLedger(file, options)
}

/** What a ledger in a file is given. */
interface FileLedgerOptions {
  readonly clock: Clock
  /** What people call it; the file's path unless told. */
  readonly name?: string
  /** Told when a write has to wait for another process: what is waited for, as a sentence. */
  readonly onWait?: (what: string) => void
}

class FileLedger implements Ledger {
  readonly name: string
  readonly #file: string
  readonly #clock: Clock
  readonly #onWait: FileLedgerOptions['onWait']
  /** The chain as this process last verified it. */
  #known: Snapshot | undefined
  /** The last entry that this process has read or written, by which a ledger that was cut meanwhile is known. */
  #seen: LedgerHead | undefined

  constructor(file: string, { name = file, clock, onWait }: FileLedgerOptions) {
    this.name = name
    this.#file = file
    this.#clock = clock
    this.#onWait = onWait
  }

  async *entries(options: CallOptions = {}): AsyncGenerator<LedgerLine> {
    const handle = await openToRead(this.#file)
    if (handle === undefined) return
    try {
      const { size } = await handle.stat()
      for await (const item of walkChain(readLines(handle, size, options.signal))) {
        if (item.kind === 'broken') throw brokenChain(this.#file, item.raw.number, item.message)
        if (item.kind === 'torn') continue
        this.#see(item.entry)
        yield item
      }
    } finally {
      await handle.close()
    }
  }

  async checkWritable(options: CallOptions = {}): Promise<void> {
    const snapshot = await checkWritable(this.#file, this.#known, options.signal)
    refuseCut(this.name, this.#seen, snapshot?.head)
    this.#know(snapshot)
  }

  async append(
    body: EntryBody,
    judge?: (open: readonly OpenIntent[], standing: Standing) => void,
    options: CallOptions = {},
  ): Promise<Appended> {
    const request = { ...this.#request(options), body, judge, seen: this.#seen }
    const { snapshot, ...appended } = await append(request)
    this.#know(snapshot)
    this.#see(appended.entry)
    return appended
  }

  async begin(notice: RunNotice, { signal }: CallOptions = {}): Promise<Begun> {
    const options = {
      ...(signal === undefined ? {} : { signal }),
      ...(this.#onWait === undefined ? {} : { onWait: this.#onWait }),
    }
    return beginRun(await locate(this.#file), notice, options)
  }

  async underWay(): Promise<readonly RunUnderWay[]> {
    return livingRuns(await locate(this.#file))
  }

  #request({ signal }: CallOptions): WriteRequest {
    return { file: this.#file, clock: this.#clock, known: this.#known, signal, onWait: this.#onWait }
  }

  async takeInKept(options: CallOptions = {}): Promise<TakenIn> {
    // Only the outcome of an open intent can be taken in.
    if ((await this.open(options)).length === 0) return { entries: [], warnings: [] }
    const { snapshot, ...taken } = await takeInKept(this.#request(options))
    this.#know(snapshot)
    return taken
  }

  async open(options: CallOptions = {}): Promise<readonly OpenIntent[]> {
    return (await this.#snapshot(options))?.open ?? []
  }

  async standing(options: CallOptions = {}): Promise<Standing> {
    return (await this.#snapshot(options))?.standing ?? NOTHING_STANDS
  }

  /** The state of the ledger, verified; undefined where there is none. */
  async #snapshot({ signal }: CallOptions): Promise<Snapshot | undefined> {
    const handle = await openToRead(this.#file)
    if (handle === undefined) return undefined
    try {
      const { checkpoint } = await locate(this.#file)
      const known = [this.#known, await readCheckpoint(checkpoint)]
      this.#know(await takeSnapshot(handle, this.#file, known, signal))
      return this.#known
    } finally {
      await handle.close()
    }
  }

  #know(snapshot: Snapshot | undefined): void {
    this.#known = snapshot
    this.#see(snapshot?.head)
  }

  #see(head: LedgerHead | undefined): void {
    this.#seen = laterHead(this.#seen, head && { sequence: head.sequence, hash: head.hash })
  }

  async head(options: CallOptions = {}): Promise<LedgerHead | undefined> {
    const handle = await openToRead(this.#file)
    if (handle === undefined) return undefined
    try {
      const { size } = await handle.stat()
      const last = await readLastLine(handle, size)
      if (last === undefined) return undefined
      const decoded = decodeLine(last.bytes)
      if (decoded.ok) return { sequence: decoded.line.entry.sequence, hash: decoded.line.entry.hash }
      // Torn or broken: the whole chain tells which, and where.
      return (await takeSnapshot(handle, this.#file, [], options.signal)).head
    } finally {
      await handle.close()
    }
  }

  async verify({ head, signal }: VerifyOptions = {}): Promise<ChainReport> {
    const handle = await openToRead(this.#file)
    try {
      if (handle === undefined) return { ...(await verifyChain([], head)), exists: false }
      const { size } = await handle.stat()
      return { ...(await verifyChain(readLines(handle, size, signal), head)), exists: true }
    } finally {
      await handle?.close()
    }
  }
}
