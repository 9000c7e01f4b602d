import type { Digest } from '../oci/digest.ts'
import type { AttestRule } from './attestation/rule.ts'
import type { GateRules } from './gates/rules.ts'
import type { ReferrersRule } from './referrers.ts'

/**
 * How an image's tags are chosen in the source environment; several are a union. A tag or glob may hold
 * `{env}`, the source environment's name. `newest`: how many of the matching tags, highest first; all where it is left out.
 */
export type Selector =
  | { readonly kind: 'tag'; readonly tag: string }
  | { readonly kind: 'glob'; readonly glob: string }
  | { readonly kind: 'semver'; readonly range: string; readonly newest?: number }
  | {
      readonly kind: 'regex'
      readonly pattern: string
      readonly newest?: number
      /** The pattern, compiled by an engine that takes linear time. */
      readonly matches: (tag: string) => boolean
    }
  | { readonly kind: 'digest'; readonly digest: Digest }

/** A named place in the promotion order. Templates still hold their `{variables}`; `${VAR}` is resolved. */
export interface Environment {
  readonly name: string
  /** Template of a location: `host/path/{image}` or `oci:folder/{image}`. */
  readonly repository: string
  /** Templates of the destination tags, at least one. */
  readonly tags: readonly string[]
  /** Globs of tags that never move. */
  readonly immutable: readonly string[]
  /** Whether a person at a terminal is asked before this environment is written. */
  readonly confirm: boolean
  /** Environments it may be promoted from; empty only for the first. */
  readonly from: readonly string[]
  /** What becomes of tags that moved already where a later one cannot be moved: all go back, or stay. */
  readonly onFailure: 'restore' | 'keep'
  /** How many of the last promoted digests of an image are kept by tags of their own; 0 for none. */
  readonly retain: number
  /** Which signatures, SBOMs and attestations come along to it, and which must. */
  readonly referrers: ReferrersRule
  /** What must hold before an image is promoted to it. */
  readonly gates: GateRules
  /** What is signed and attached to images that are promoted to it; absent where nothing is. */
  readonly attest?: AttestRule
}

/** One image of the promotion file. */
export interface ImageRule {
  readonly name: string
  readonly select: readonly Selector[]
  /** Tags and globs of tags that `select` does not take; they may hold `{env}`, as it may. */
  readonly exclude: readonly string[]
  /** Platforms (`os/arch[/variant]`) that must be present. */
  readonly platforms: readonly string[]
  /** Repository templates that replace the environment's, by environment name. */
  readonly repository: Readonly<Record<string, string>>
  /** Whether it is fine that `select` matches nothing. */
  readonly optional: boolean
}

/** Another place that may have what a registry has. */
export interface Mirror {
  readonly host: string
  /** What stands before the repository's path there, with a slash at its end; empty where nothing does. */
  readonly prefix: string
}

/** How one registry host is reached. */
export interface RegistryOptions {
  /** Plain HTTP; undefined leaves it to the default: loopback only. */
  readonly plainHttp?: boolean
  /** Absolute path of a PEM file with further certificate authorities. */
  readonly caFile?: string
  /** Absolute path of a PEM file with the certificate that this side shows; there is a `clientKey` too. */
  readonly clientCert?: string
  /** Absolute path of the PEM file with its key. */
  readonly clientKey?: string
  /** Certificates are not checked. Only a flag asks for that: a promotion file cannot. */
  readonly insecure?: boolean
  /** Of which profile it is, where neither its name nor its answers tell. */
  readonly kind?: string
  /** Asked before it, in this order, for content by digest; never written. */
  readonly mirrors?: readonly Mirror[]
  /** The most requests sent to it in a second, evenly spaced; no limit unless told. */
  readonly requestsPerSecond?: number
  /** Metadata requests in flight at most; 64 unless told. */
  readonly metadataConcurrency?: number
}

/** Where the record is kept. */
export type LedgerPlace = {
  readonly kind: 'file'
  /** Absolute path; the file may not exist yet. */
  readonly file: string
}

/** What holds for every run unless a flag says otherwise. */
export interface Defaults {
  /** Blobs at once. */
  readonly concurrency: number
  /** Tries after the first. */
  readonly retries: number
  /** Milliseconds of silence after which a request is given up. */
  readonly timeoutMs: number
}

/** A promotion file, read, validated and resolved. */
export interface PromotionConfig {
  readonly project: string
  /** Absolute path of the file. */
  readonly file: string
  /** Absolute path of its folder: relative paths start here. */
  readonly folder: string
  readonly environments: readonly [Environment, ...Environment[]]
  readonly images: readonly ImageRule[]
  readonly ledger: LedgerPlace
  readonly defaults: Defaults
  /** By host. */
  readonly registries: Readonly<Record<string, RegistryOptions>>
  /** Digest of the resolved file and of every file it names. */
  readonly digest: Digest
  /** Where a key stands in the file, counted from 1, for messages that point back: path as `environments.0.immutable`. */
  position(path: string): { readonly line: number; readonly column: number } | undefined
}
