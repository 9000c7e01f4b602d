import { readFile } from 'node:fs/promises'
import type { Plugin } from 'esbuild'

/** A module that TypeScript compiled to CommonJS asks for: `const config_1 = require("./config")`, or through a helper. */
const REQUIRE =
  /^const (\w+_\d+) = ((?:__importDefault|__importStar)\(require\("[^"]+"\)\)|require\("[^"]+"\));$/gm

/**
 * Has the modules of these packages load what they require when they first use it. oclif requires everything it has,
 * its plugins, its help, its templates, at the first of them; a command that runs needs a tenth of it.
 * Only names that the compiler made, like `config_1`, are replaced: nothing else in a file is called so.
 */
export function lazyRequires(packages: readonly string[]): Plugin {
  const filter = new RegExp(`node_modules[/\\\\](?:${packages.join('|')})[/\\\\].*\\.js$`)
  return {
    name: 'lazy-requires',
    setup(build) {
      build.onLoad({ filter }, async ({ path }) => ({
        contents: lazy(await readFile(path, 'utf8')),
        loader: 'js',
      }))
    },
  }
}

function lazy(text: string): string {
  const names: string[] = []
  const declared = text.replace(REQUIRE, (_line, name: string, value: string) => {
    names.push(name)
    return `let ${name}$kept; const ${name}$get = () => (${name}$kept ??= ${value});`
  })
  return names.reduce(
    (sofar, name) => sofar.replace(new RegExp(`(?<![\\w$.])${name}(?![\\w$])`, 'g'), `(${name}$get())`),
    declared,
  )
}
