import type { RenderOptions } from '../report/options.ts'

/** How to draw on a stream: colour only on a terminal, and never with `--no-color`, `NO_COLOR` or a dumb terminal. */
export function renderOptions(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  env: Readonly<Record<string, string | undefined>>,
  noColor: boolean,
): RenderOptions {
  return {
    color: !noColor && wantsColor(stream, env),
    width: stream.columns ?? (Number(env.COLUMNS) || 120),
    now: new Date(),
  }
}

function wantsColor(
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false'
  return stream.isTTY === true && env.TERM !== 'dumb'
}
