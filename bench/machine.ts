import { cpus, release, totalmem, type } from 'node:os'

/** Where and with what a run of the bench was made. */
export interface Machine {
  readonly processor: string
  readonly cores: number
  readonly memoryBytes: number
  readonly system: string
  readonly node: string
  /** Versions by name: ours, the peers', the registry's. */
  readonly versions: Readonly<Record<string, string>>
}

/** Describes this machine. */
export function describeMachine(versions: Readonly<Record<string, string>>): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    system: `${type()} ${release()}`,
    node: process.version,
    versions,
  }
}
