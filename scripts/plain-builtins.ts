import { isBuiltin } from 'node:module'
import type { Plugin } from 'esbuild'

/**
 * Has a bundle take Node's own modules from `process.getBuiltinModule` when a module that uses them first runs. An import
 * statement would load them all at the start of the file, and ask each for every name it exports; some load more when
 * they are asked: `import 'node:http'` brings all of Node's own copy of undici.
 */
export const plainBuiltins: Plugin = {
  name: 'plain-builtins',
  setup(build) {
    const namespace = 'plain-builtins'
    build.onResolve({ filter: /^[\w:/]+$/ }, ({ path, kind }) =>
      kind === 'import-statement' && isBuiltin(path) ? { path, namespace, sideEffects: false } : undefined,
    )
    build.onLoad({ filter: /.*/, namespace }, ({ path }) => {
      const names = Object.keys(process.getBuiltinModule(path) ?? {}).filter(
        (name) => /^[A-Za-z]\w*$/.test(name) && name !== 'default',
      )
      const lines = [
        `const whole = globalThis.process.getBuiltinModule(${JSON.stringify(path)})`,
        'export default whole',
        // A name that nobody imports is left out, and never asked for.
        ...names.map((name) => `export const ${name} = /* @__PURE__ */ (() => whole.${name})()`),
      ]
      return { contents: lines.join('\n') }
    })
  },
}
