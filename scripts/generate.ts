/**
 * Writes what is made from other files and kept in git: types and compiled validators of the JSON Schemas that are
 * read at run time. `--check` writes nothing and fails when a file is not what it would write.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import standaloneCode from 'ajv/dist/standalone/index.js'
import ajvFormats from 'ajv-formats'
import { build } from 'esbuild'
import { compile, type JSONSchema } from 'json-schema-to-typescript'

type Schema = Readonly<Record<string, unknown>>

interface GeneratedFile {
  /** Relative to the root of the repository. */
  readonly path: string
  readonly text: string
}

interface SchemaModule {
  readonly schema: string
  /** Schemas it refers to by file name, in the same folder. */
  readonly uses: readonly string[]
  /** Name of the files made from it. */
  readonly name: string
  readonly typeName: string
  /** Whether errors carry the schema they come from, for messages that say what was expected. */
  readonly explains: boolean
}

const root = join(import.meta.dirname, '..')
const target = 'src/documents/generated'
const origin = (schema: string): string => `Made from ${schema} by \`npm run generate\`; do not edit.`

const modules: readonly SchemaModule[] = [
  { schema: 'promotion.schema.json', uses: [], name: 'promotion', typeName: 'PromotionFile', explains: true },
  {
    schema: 'schemas/plan.schema.json',
    uses: ['common.schema.json'],
    name: 'plan',
    typeName: 'PlanFile',
    explains: false,
  },
]

const check = process.argv.includes('--check')
const files = (await Promise.all(modules.map(schemaFiles))).flat()
const stale = check ? await staleAmong(files) : []
if (!check) await Promise.all(files.map(write))
for (const { path } of stale) console.error(`${path} is not what its source makes. Run \`npm run generate\`.`)
if (stale.length > 0) process.exitCode = 1

async function schemaFiles(module: SchemaModule): Promise<readonly GeneratedFile[]> {
  const folder = dirname(join(root, module.schema))
  const schema = await readJson(join(root, module.schema))
  const used = await Promise.all(
    module.uses.map(async (name) => ({ name, schema: await readJson(join(folder, name)) })),
  )
  return [
    { path: `${target}/${module.name}-types.ts`, text: await typesOf(schema, module, folder) },
    { path: `${target}/validate-${module.name}.js`, text: await validatorOf(schema, used, module) },
    { path: `${target}/validate-${module.name}.d.ts`, text: declarationOf(module) },
  ]
}

async function typesOf(schema: Schema, module: SchemaModule, folder: string): Promise<string> {
  const text = await compile(forTypes(schema) as JSONSchema, module.typeName, {
    bannerComment: `// ${origin(module.schema)}`,
    cwd: `${folder}/`,
    additionalProperties: false,
    style: { singleQuote: true, semi: false, printWidth: 110 },
  })
  return text
}

/**
 * The schema as types can say it: names come from definitions, not from titles or `$id`; a reference stands alone,
 * since words beside it would make it another type; rules about which keys go together are for the validator.
 */
function forTypes(value: unknown, isProperties = false): unknown {
  if (Array.isArray(value)) return value.map((item) => forTypes(item))
  if (typeof value !== 'object' || value === null) return value
  if ('$ref' in value && !isProperties) return { $ref: value.$ref }
  const left = isProperties ? [] : ['title', '$id', 'oneOf', 'dependentSchemas']
  const kept = Object.entries(value).filter(([key]) => !left.includes(key))
  return Object.fromEntries(kept.map(([key, inner]) => [key, forTypes(inner, key === 'properties')]))
}

/** One ESM file that loads nothing: ajv and its helpers are not needed when it runs. */
async function validatorOf(
  schema: Schema,
  used: readonly { readonly name: string; readonly schema: Schema }[],
  { schema: source, explains }: SchemaModule,
): Promise<string> {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: explains,
    strict: true,
    allowUnionTypes: true,
    strictRequired: false,
    strictTypes: false,
    code: { source: true, esm: true, lines: true },
  })
  ajvFormats.default(ajv)
  ajv.addVocabulary(['x-expected'])
  ajv.addKeyword({ keyword: 'x-not-supported-yet', schemaType: 'boolean', macro: (on: boolean) => !on })
  for (const { name, schema: other } of used) ajv.addSchema(other, name)
  const code = standaloneCode.default(ajv, ajv.compile(schema))
  const bundled = await build({
    stdin: { contents: code, resolveDir: root, loader: 'js' },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['main'],
    target: 'node22',
    write: false,
    legalComments: 'none',
  })
  return `// ${origin(source)}\n${bundled.outputFiles[0]?.text ?? ''}`
}

function declarationOf({ schema, name, typeName }: SchemaModule): string {
  return [
    `// ${origin(schema)}`,
    "import type { ErrorObject } from 'ajv'",
    `import type { ${typeName} } from './${name}-types.ts'`,
    '',
    '/** True when the value is valid; what is wrong with it otherwise stands in `errors` until the next call. */',
    'export declare const validate: {',
    `  (value: unknown): value is ${typeName}`,
    '  errors?: ErrorObject[] | null',
    '}',
    '',
  ].join('\n')
}

async function staleAmong(expected: readonly GeneratedFile[]): Promise<readonly GeneratedFile[]> {
  const compared = await Promise.all(
    expected.map(async (file) => ({
      file,
      found: await readFile(join(root, file.path), 'utf8').catch(() => undefined),
    })),
  )
  return compared.filter(({ file, found }) => found !== file.text).map(({ file }) => file)
}

async function write({ path, text }: GeneratedFile): Promise<void> {
  const full = join(root, path)
  await mkdir(dirname(full), { recursive: true })
  await writeFile(full, text)
  console.log(`wrote ${relative(root, full)}`)
}

async function readJson(path: string): Promise<Schema> {
  return JSON.parse(await readFile(path, 'utf8'))
}
