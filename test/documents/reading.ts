import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadPromotionFile } from '../../src/documents/promotion/promotion-file.ts'
import type { PromotionConfig } from '../../src/model/config.ts'
import { type Problem, PromoteError } from '../../src/support/errors.ts'
import { temporaryFolder } from '../support/folders.ts'

/** Writes a promotion file into a folder of its own and loads it. */
export async function load(
  content: string | Uint8Array,
  env: Readonly<Record<string, string>> = {},
): Promise<PromotionConfig> {
  const path = join(await temporaryFolder(), 'promotion.yaml')
  await writeFile(path, content)
  return loadPromotionFile(path, { env, name: 'promotion.yaml' })
}

/** What a bad file is refused with. Fails when it is not refused. */
export async function refusal(
  content: string | Uint8Array,
  env: Readonly<Record<string, string>> = {},
): Promise<PromoteError> {
  try {
    await load(content, env)
  } catch (error) {
    if (error instanceof PromoteError) return error
    throw error
  }
  throw new Error('The file was accepted.')
}

/** A problem on one line: `3:5 message — hint`. */
export function told({ line, column, message, hint }: Problem): string {
  return `${line}:${column} ${message}${hint === undefined ? '' : ` — ${hint}`}`
}

/** A valid file; `environments` and `images` replace those blocks, `more` is put at the end. */
export function file({
  environments = `  - name: dev
    repository: registry.example.com/dev/{image}
  - name: prod
    repository: registry.example.com/prod/{image}
`,
  images = `  - name: api
    select: "1.4.2"
`,
  more = '',
}: {
  readonly environments?: string
  readonly images?: string
  readonly more?: string
}): string {
  return `version: 1\nenvironments:\n${environments}images:\n${images}${more}`
}

/** {@link file} with one image's `select`. */
export function selecting(select: string): string {
  return file({ images: `  - name: api\n    select: ${select}\n` })
}

/** {@link file} with further keys in the second environment; they begin in line 7, column 5. */
export function prodWith(keys: string): string {
  const dev = '  - name: dev\n    repository: registry.example.com/dev/{image}\n'
  const prod = '  - name: prod\n    repository: registry.example.com/prod/{image}\n'
  return file({ environments: `${dev}${prod}    ${keys}\n` })
}
