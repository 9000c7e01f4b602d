import { join } from 'node:path'
import { isObject } from '../../support/json-object.ts'
import { readText } from '../text-file.ts'
import { SCHEMA_FILE } from './first-file.ts'

const MAX_SCHEMA_BYTES = 1024 * 1024

/**
 * The schema of promotion files that ships with this package, as JSON text: without the keys that are not supported yet,
 * so that an editor offers only what works, and without what only our own messages need.
 * @param root folder of the package
 * @throws PromoteError `invalid-file` when it cannot be read
 */
export async function readShippedSchema(root: string): Promise<string> {
  const text = await readText(join(root, SCHEMA_FILE), { limit: MAX_SCHEMA_BYTES })
  return `${JSON.stringify(supported(JSON.parse(text)), null, 2)}\n`
}

function supported(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(supported)
  if (!isObject(schema)) return schema
  const kept = Object.entries(schema).filter(
    ([key, value]) => !key.startsWith('x-') && !(isObject(value) && value['x-not-supported-yet'] === true),
  )
  return Object.fromEntries(kept.map(([key, value]) => [key, supported(value)]))
}
