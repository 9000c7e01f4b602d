import { pathToFileURL } from 'node:url'
import type { Plugin } from 'esbuild'

/**
 * Gives a bundled `await import('package')` the names that Node itself would give it.
 * With code splitting, esbuild exports nothing but `default` from a CommonJS module that is
 * imported dynamically; this puts a module in between that names its exports.
 */
export function lazyCommonJs(): Plugin {
  const namespace = 'lazy-commonjs'
  const asked = Symbol('asked')
  return {
    name: namespace,
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, async ({ path, kind, pluginData, resolveDir, importer }) => {
        if (kind !== 'dynamic-import' || pluginData === asked || path.startsWith('node:')) return undefined
        const found = await build.resolve(path, { kind, resolveDir, importer, pluginData: asked })
        if (found.external || found.errors.length > 0 || !found.path.includes('node_modules')) return found
        const names = Object.keys(await import(pathToFileURL(found.path).href))
        // Node gives this name to CommonJS modules alone.
        if (!names.includes('module.exports')) return found
        return { path: found.path, namespace, pluginData: names }
      })
      build.onLoad({ filter: /.*/, namespace }, ({ path, pluginData }) => {
        const names = (pluginData as string[]).filter(
          (name) => name !== 'default' && /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name),
        )
        const lines = [
          `const whole = require(${JSON.stringify(path)})`,
          'export default whole',
          ...names.map((name, index) => `const e${index} = whole.${name}\nexport { e${index} as ${name} }`),
        ]
        return { contents: lines.join('\n'), resolveDir: import.meta.dirname }
      })
    },
  }
}
