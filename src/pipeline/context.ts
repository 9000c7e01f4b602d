import type { SshKeys } from '../model/approvals/ssh.ts'
import type { Signer } from '../model/attestation/dsse.ts'
import type { KeyPlace } from '../model/attestation/rule.ts'
import type { PromotionConfig } from '../model/config.ts'
import type { RunIdentity } from '../model/ledger/entry.ts'
import type { Ledger } from '../model/ledger/ledger.ts'
import type { ProgressListener } from '../model/progress.ts'
import type { Location } from '../oci/reference.ts'
import type { ContentStore } from '../oci/store.ts'
import type { Clock } from '../support/clock.ts'

/** What a repository is opened for. */
export interface Access {
  /** Whether it will be written. */
  readonly push?: boolean
  /** Whether its content is only read, to be brought elsewhere: then mirrors may give it. Never for what is written or checked. */
  readonly viaMirrors?: boolean
  /** Repositories that the same run reads or writes with this one: on one registry their rights are asked for together. */
  readonly alongside?: readonly { readonly location: Location; readonly push: boolean }[]
}

/** Opens repositories. Opening one again costs nothing: what is known of a host or a layout is shared by all that is opened. */
export interface Stores {
  open(location: Location, access?: Access): ContentStore
}

/** What every use case is given by the wiring. */
export interface PipelineContext {
  readonly config: PromotionConfig
  readonly stores: Stores
  readonly ledger: Ledger
  readonly clock: Clock
  readonly ssh: SshKeys
  /** The name of who runs this, which a plan holds; finding it out may start git. */
  author(): Promise<string>
  /** Who runs this, and from which commit; asked for only where it is recorded. */
  identify(): Promise<RunIdentity>
  /** Opens a private key to sign with. @throws PromoteError `usage` when it does not open */
  openKey(place: KeyPlace): Promise<Signer>
  /** URL of the CI run, where there is one. */
  readonly ci: string | null
  /** The variables of this process, secrets among them: for the programs that gates run. */
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly progress: ProgressListener
  readonly signal: AbortSignal
}
