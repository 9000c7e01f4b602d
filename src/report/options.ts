/** How a report is drawn; everything a renderer would otherwise have to ask the machine for. */
export interface RenderOptions {
  /** Whether ANSI colours are written. */
  readonly color: boolean
  /** Columns of the reader's terminal. */
  readonly width: number
  /** IANA time zone of the reader, such as `Europe/Oslo`; the machine's unless told. */
  readonly timeZone?: string
  /** The time that counts as now. */
  readonly now: Date
}
