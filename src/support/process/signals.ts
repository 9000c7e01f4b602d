/** Turns Ctrl-C and SIGTERM into an abort. */
export interface SignalWatch extends Disposable {
  readonly signal: AbortSignal
  /** 130 or 143 once a signal came; undefined before. */
  exitCode(): number | undefined
}

const CODES = { SIGINT: 130, SIGTERM: 143 } as const

/**
 * Watches for SIGINT and SIGTERM: the first aborts, so that the run ends cleanly and says so in the ledger;
 * on a second one `endNow` is called, with the exit code of that signal.
 */
export function watchSignals(
  source: Pick<NodeJS.Process, 'on' | 'off'>,
  endNow: (code: number) => void,
): SignalWatch {
  const controller = new AbortController()
  let code: number | undefined
  const onSignal = (name: NodeJS.Signals): void => {
    const own = name === 'SIGTERM' ? CODES.SIGTERM : CODES.SIGINT
    if (code !== undefined) {
      endNow(own)
      return
    }
    code = own
    controller.abort(new DOMException('The run was cancelled.', 'AbortError'))
  }
  for (const name of Object.keys(CODES)) source.on(name, onSignal)
  return {
    signal: controller.signal,
    exitCode: () => code,
    [Symbol.dispose]() {
      for (const name of Object.keys(CODES)) source.off(name, onSignal)
    },
  }
}
