import type { Digest } from '../../oci/digest.ts'
import type { ErrorCode } from '../../support/errors.ts'
import type { GateRule } from './rules.ts'
import type { Verdict } from './verdict.ts'

/** One gate of a route: what it asks for. */
export interface AskedGate {
  readonly gate: string
  /** A phrase for people. */
  readonly asks: string
  readonly appliesTo: GateRule['appliesTo']
  readonly overridable: boolean
}

/** The gates along one route, and what they say of what would be promoted there now. */
export interface RouteGates {
  readonly from: string
  readonly to: string
  /** In the order of their verdicts. */
  readonly gates: readonly AskedGate[]
  /** Of what would move or be recorded; what is in step waits for nothing. */
  readonly verdicts: readonly Verdict[]
  /** How many steps have something to do. */
  readonly toDo: number
  /** Digest of the plan that they were asked about; null where none could be made. */
  readonly plan: Digest | null
  /** Why no plan could be made; null where one was. */
  readonly error: { readonly code: ErrorCode; readonly message: string; readonly hint?: string } | null
}

/** What `gates` prints. */
export interface GatesReport {
  readonly kind: 'gates'
  readonly routes: readonly RouteGates[]
}
