import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin, StdinOptions } from 'esbuild'

/** What a bundle imports dynamically, and the file of its own that it gets. */
export interface OwnFile {
  /** The module that is imported. */
  readonly module: string
  /** Name of the file made of it: `simple-git.cjs`. */
  readonly file: string
  /** What Node itself would give its dynamic import. */
  readonly names: readonly string[]
}

/**
 * Leaves packages that are imported dynamically out of a bundle and notes them in `found`, to be bundled one by one into
 * `packages/`. What a run does not need it then does not read; our own modules stay together, as one file loads sooner
 * than twenty. The bundle requires `./packages/…` when it imports one. A module of ours called `….packages.ts` counts as a
 * package: it gives on what several of them export, which share modules that would be in the file of each.
 */
export function ownFiles(found: Map<string, OwnFile>): Plugin {
  const asked = Symbol('asked')
  const namespace = 'own-files'
  return {
    name: namespace,
    setup(build) {
      build.onResolve(
        { filter: /^[^./]|\.packages\.ts$/ },
        async ({ path: specifier, kind, resolveDir, pluginData }) => {
          if (kind !== 'dynamic-import' || pluginData === asked || specifier.startsWith('node:'))
            return undefined
          const resolved = await build.resolve(specifier, { kind, resolveDir, pluginData: asked })
          if (resolved.errors.length > 0) return resolved
          const suffix = '.packages.ts'
          const name = specifier.endsWith(suffix) ? path.basename(specifier, suffix) : specifier
          const file = `${name.replace(/\.js$/, '').replaceAll(/[^\w-]+/g, '-')}.cjs`
          const names = Object.keys(await import(pathToFileURL(resolved.path).href))
          found.set(file, {
            module: resolved.path,
            file,
            names: names.filter((name) => name !== 'module.exports'),
          })
          return { path: file, namespace }
        },
      )
      build.onLoad({ filter: /.*/, namespace }, ({ path: file }) => ({
        contents: [
          `const whole = require('./packages/${file}')`,
          ...(found.get(file)?.names ?? []).map((name) =>
            name === 'default' ? 'export default whole.default' : `export const ${name} = whole.${name}`,
          ),
        ].join('\n'),
      }))
      build.onResolve({ filter: /^\.\/packages\//, namespace }, ({ path: file }) => ({
        path: file,
        external: true,
      }))
    },
  }
}

/** What to bundle for a package. */
export function entryFor({ module, file, names }: OwnFile): StdinOptions {
  return {
    contents: `export { ${names.join(', ')} } from ${JSON.stringify(module)}`,
    resolveDir: path.dirname(module),
    // An .mjs imports CommonJS as Node does, without looking for marks of a compiler.
    sourcefile: `${file}.mjs`,
  }
}
