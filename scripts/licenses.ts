import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Metafile } from 'esbuild'

/**
 * The licences of all packages that went into a bundle, as one text: their terms want to be shipped with the code.
 * @param root folder that the metafile's paths start from
 * @throws Error when a package brings no licence text and names no licence
 */
export function bundledLicenses(metafile: Metafile, root: string): string {
  const folders = new Set(
    // A plugin puts its own name before a path.
    Object.keys(metafile.inputs).flatMap((file) => {
      const folder = /^((?!\w[\w-]+:).*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]
      return folder === undefined ? [] : [folder]
    }),
  )
  const sections = [...folders].map((folder) => sectionOf(path.join(root, folder)))
  return `${[...new Set(sections)].sort().join(`\n\n${'-'.repeat(80)}\n\n`)}\n`
}

function sectionOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    readonly name: string
    readonly version: string
    readonly license?: string
  }
  const [file] = globSync('{LICENSE,LICENCE,License,license,COPYING}*', { cwd: folder }).sort()
  const text =
    file === undefined || !existsSync(path.join(folder, file)) ? undefined : path.join(folder, file)
  if (text === undefined && license === undefined) throw new Error(`${name} says nothing about its licence.`)
  const body = text === undefined ? `Licence: ${license}` : readFileSync(text, 'utf8').trim()
  return `${name} ${version}\n\n${body}`
}
