import type { Platform } from './descriptor.ts'

/** What an image's config says about it, as far as this tool looks. OCI image spec 1.1, "Image Configuration". */
export interface ImageConfig {
  readonly labels: Readonly<Record<string, string>>
  readonly platform?: Platform
  /** As the config has it; to be checked by whoever takes it for a date. */
  readonly created?: string
}
