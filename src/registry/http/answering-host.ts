const failed = new WeakMap<object, string>()

/** Notes that a request failed with `error` at a host to which a registry had led it, by a redirect or for an upload. */
export function noteFailingHost(error: unknown, host: string): void {
  if (typeof error === 'object' && error !== null) failed.set(error, host)
}

/** The host at which a request failed, where that is not the registry's own. */
export function failingHost(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null ? failed.get(error) : undefined
}
