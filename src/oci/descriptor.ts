import type { Digest } from './digest.ts'

/** What an index says about the machine a manifest is for. OCI image spec 1.1, "Image Index". */
export interface Platform {
  readonly os: string
  readonly architecture: string
  readonly variant?: string
}

/** Names content by type, digest and size in bytes. OCI image spec 1.1, "Content Descriptors". */
export interface Descriptor {
  readonly mediaType: string
  readonly digest: Digest
  /** Bytes. */
  readonly size: number
  readonly artifactType?: string
  /** Of a layer: where its bytes may be had too. */
  readonly urls?: readonly string[]
  readonly annotations?: Readonly<Record<string, string>>
  readonly platform?: Platform
}

/** `os/architecture[/variant]`. */
export function platformText(platform: Platform): string {
  const base = `${platform.os}/${platform.architecture}`
  return platform.variant === undefined ? base : `${base}/${platform.variant}`
}

/** True when `have` satisfies `want` (as text); a variant that is not asked for does not matter. */
export function platformMatches(want: string, have: Platform): boolean {
  const text = platformText(have)
  return text === want || text.startsWith(`${want}/`)
}
