// Bundles the GitHub Action into action/dist/, which is kept in git: a runner installs nothing.
// Options: --check writes nothing and fails when what is there is not what the sources make.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build, type Plugin } from 'esbuild'
import { bundleOptions } from './bundle-options.ts'
import { bundledLicenses } from './licenses.ts'

const root = path.dirname(import.meta.dirname)
const folder = path.join('action', 'dist')
const isCheck = process.argv.includes('--check')
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }

/**
 * @actions/core brings an HTTP client of its own, for tokens of OpenID Connect, and a program starter, for the name of
 * the platform. The Action asks for neither: left out, the bundle is a third smaller.
 */
const withoutUnused: Plugin = {
  name: 'without-unused',
  setup({ onLoad }) {
    onLoad({ filter: /@actions[/\\]core[/\\]lib[/\\](oidc-utils|platform)\.js$/ }, ({ path: file }) => ({
      contents: file.endsWith('platform.js')
        ? 'export {}'
        : 'export class OidcClient { static getIDToken() { throw new Error("left out of this bundle") } }',
    }))
  },
}

const files = await makeFiles()
const stale = files.filter(({ file, text }) => {
  const full = path.join(root, file)
  return !existsSync(full) || readFileSync(full, 'utf8') !== text
})
if (isCheck) {
  for (const { file } of stale) process.stderr.write(`${file} is stale: run "npm run generate".\n`)
  if (stale.length > 0) process.exitCode = 1
} else {
  mkdirSync(path.join(root, folder), { recursive: true })
  for (const { file, text } of stale) writeFileSync(path.join(root, file), text)
  process.stderr.write(
    stale.length === 0 ? `${folder} is up to date\n` : `bundled the Action into ${folder}\n`,
  )
}

async function makeFiles(): Promise<readonly { readonly file: string; readonly text: string }[]> {
  const { outputFiles, metafile } = await build({
    ...bundleOptions,
    entryPoints: ['src/action/main.ts'],
    outfile: path.join(folder, 'main.mjs'),
    format: 'esm',
    target: 'node24',
    plugins: [withoutUnused],
    define: { PROMOTE_VERSION: JSON.stringify(version) },
    banner: {
      js: [
        '// Made from src/action by `npm run generate`; do not edit.',
        "import { createRequire as requireFrom } from 'node:module';",
        "import { fileURLToPath as pathFrom } from 'node:url';",
        'const require = requireFrom(import.meta.url);',
        "const __filename = pathFrom(import.meta.url), __dirname = pathFrom(new URL('.', import.meta.url));",
      ].join('\n'),
    },
  })
  const [bundle] = outputFiles
  if (bundle === undefined) throw new Error('esbuild made nothing.')
  return [
    { file: path.join(folder, 'main.mjs'), text: bundle.text },
    { file: path.join(folder, 'licenses.txt'), text: bundledLicenses(metafile, root) },
  ]
}
