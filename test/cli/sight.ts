/** What is waited for on a screen. */
export class Sight {
  #shown = ''
  readonly #sights = new Map<string, Promise<void>>()
  readonly #waiting = new Set<() => void>()

  /** This is on the screen now. */
  show(text: string): void {
    this.#shown = text
    for (const look of [...this.#waiting]) look()
  }

  /** Ends when the pattern is on the screen, or was since it was first asked for: a screen may have gone on by then. */
  of(pattern: RegExp): Promise<void> {
    const known = this.#sights.get(String(pattern))
    if (known !== undefined) return known
    const sight = new Promise<void>((resolve) => {
      const look = (): void => {
        if (!pattern.test(this.#shown)) return
        this.#waiting.delete(look)
        resolve()
      }
      this.#waiting.add(look)
      look()
    })
    this.#sights.set(String(pattern), sight)
    return sight
  }
}
