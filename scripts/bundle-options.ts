import path from 'node:path'
import type { BuildOptions } from 'esbuild'

/** What all our bundles have in common: one file, readable enough for a stack trace, handed back instead of written. */
export const bundleOptions = {
  absWorkingDir: path.dirname(import.meta.dirname),
  bundle: true,
  platform: 'node',
  // None but Node's own conditions: the bundle is to hold what Node would load without it.
  conditions: [],
  minifySyntax: true,
  minifyWhitespace: true,
  // Node prints the line of an error that nobody caught: it should not be the whole file.
  lineLimit: 160,
  legalComments: 'none',
  metafile: true,
  write: false,
  logLevel: 'warning',
} as const satisfies BuildOptions
