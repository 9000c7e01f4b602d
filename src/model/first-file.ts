/** What a first promotion file is made from. */
export interface FirstFile {
  /** In promotion order, each with its repository template. */
  readonly environments: readonly { readonly name: string; readonly repository: string }[]
  /** Each with `newest`, or the tag or glob to select. */
  readonly images: readonly { readonly name: string; readonly select: string }[]
}
