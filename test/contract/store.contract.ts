import { afterAll, beforeAll, describe, test } from 'vitest'
import type { ContentStore } from '../../src/oci/store.ts'
import { blobCases } from './blob-cases.ts'
import { manifestCases } from './manifest-cases.ts'

/** One thing a store promises; `open` gives repositories of one domain, the same one for the same name. */
export type ContractCase = (open: (repository: string) => Promise<ContentStore>) => Promise<void>

/** Everything a store promises. */
const cases = { ...blobCases, ...manifestCases } satisfies Record<string, ContractCase>

/** A promise, by its sentence. */
export type ContractCaseName = keyof typeof cases

/** A kind of store that is held to the contract. */
export interface ContractSubject {
  /** A repository by name; empty when the name was not used before. Names are paths of two parts. */
  open(repository: string): Promise<ContentStore>
  /** Starts what the stores need. */
  start?(): Promise<void>
  /** Ends it. */
  stop?(): Promise<void>
  /** Promises this kind cannot keep, each with the reason. */
  readonly skip?: Readonly<Partial<Record<ContractCaseName, string>>>
}

const CASE_TIMEOUT_MS = 30_000

/** Holds a kind of store to every sentence of src/oci/store.ts. */
export function storeContract(name: string, subject: ContractSubject): void {
  describe(`store contract: ${name}`, () => {
    if (subject.start !== undefined) beforeAll(async () => subject.start?.(), 120_000)
    if (subject.stop !== undefined) afterAll(async () => subject.stop?.())
    let number = 0
    for (const [sentence, run] of Object.entries(cases)) {
      const reason = subject.skip?.[sentence as ContractCaseName]
      if (reason !== undefined) {
        test.skip(`${sentence} (not here: ${reason})`)
        continue
      }
      const prefix = `case${number++}`
      test(sentence, () => run((repository) => subject.open(`${prefix}/${repository}`)), CASE_TIMEOUT_MS)
    }
  })
}
