import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { ErrorObject } from 'ajv'
import writeFileAtomic from 'write-file-atomic'
import type { PlanDocument } from '../model/plan.ts'
import { planDigest } from '../model/plan-digest.ts'
import { type Digest, hexOf, shortDigest } from '../oci/digest.ts'
import { PromoteError } from '../support/errors.ts'
import { isObject } from '../support/json-object.ts'
import { errnoOf, writeReason } from '../support/system-error.ts'
import type { PlanFile } from './generated/plan-types.ts'
import { validate } from './generated/validate-plan.js'
import { type JsonFault, parseJson, throwFaults } from './json-text.ts'
import { partsOf, valueAt } from './pointer.ts'
import { readText } from './text-file.ts'

/** Bytes a saved plan may have: some ten thousand steps. */
const MAX_PLAN_BYTES = 32 * 1024 * 1024

const FORMAT_VERSION = 1

/**
 * Saves a plan as JSON. A reader sees the old file or the new one, never half of it, also after a crash.
 * @throws PromoteError `disk` when it cannot be written, `usage` when the path is a folder, a device or a file of something else
 */
export async function savePlan(path: string, document: PlanDocument): Promise<void> {
  try {
    const existing = await stat(path).catch(ifAbsent)
    if (existing !== undefined && !existing.isFile()) {
      throw new PromoteError('usage', `${path} is not a file, so no plan can be saved there.`, {
        reference: path,
      })
    }
    if (existing !== undefined && existing.size > 0 && !(await isSavedPlan(path, existing.size))) {
      throw new PromoteError(
        'usage',
        `${path} is there already and is no saved plan: it is not written over.`,
        {
          reference: path,
          hint: 'Name another file, or remove that one.',
        },
      )
    }
    await writeFileAtomic(resolve(path), `${JSON.stringify(document, undefined, 2)}\n`)
  } catch (error) {
    if (error instanceof PromoteError || !(error instanceof Error)) throw error
    throw new PromoteError('disk', `The plan cannot be saved to ${path}: ${writeReason(error)}.`, {
      reference: path,
      cause: error,
    })
  }
}

/** How many digits of the digest a name has; more where another plan has the first ones too. */
const NAME_DIGITS = [8, 16, 64]

/**
 * Saves a plan in a folder under a name made of its digest: `promote-plan-4be1c02f.json`. What is there already is written
 * over only where it is the same plan.
 * @returns the name
 * @throws PromoteError `disk` when it cannot be written, `usage` where something else has its names
 */
export async function savePlanByDigest(folder: string, document: PlanDocument): Promise<string> {
  const hex = hexOf(document.digest)
  for (const digits of NAME_DIGITS) {
    const name = `promote-plan-${hex.slice(0, digits)}.json`
    const path = join(folder, name)
    if ((await holdsOther(path, document.digest)) === true) continue
    await savePlan(path, document)
    return name
  }
  throw new PromoteError('usage', `promote-plan-${hex}.json is there already and is another plan.`, {
    hint: 'Name another file with -o FILE.',
  })
}

/** Whether a file is there that is not this plan. */
async function holdsOther(path: string, digest: Digest): Promise<boolean> {
  if ((await stat(path).catch(ifAbsent)) === undefined) return false
  try {
    return (await loadPlan(path)).digest !== digest
  } catch (error) {
    if (error instanceof PromoteError) return true
    throw error
  }
}

async function isSavedPlan(path: string, size: number): Promise<boolean> {
  if (size > MAX_PLAN_BYTES) return false
  try {
    const document: unknown = JSON.parse(await readText(path, { limit: MAX_PLAN_BYTES }))
    return isObject(document) && isObject(document.plan) && typeof document.digest === 'string'
  } catch {
    // Not JSON, not text, or not readable: it is something else.
    return false
  }
}

/**
 * Reads a saved plan. What comes back is exactly what was saved: every key is checked against plan.schema.json, and
 * its digest is computed again.
 * @throws PromoteError `invalid-file` when it is no plan, of another format, or was changed after it was saved
 */
export async function loadPlan(
  path: string,
  options: { readonly signal?: AbortSignal } = {},
): Promise<PlanDocument> {
  const text = await readText(path, { limit: MAX_PLAN_BYTES, ...options })
  const document = parseJson(path, text)
  checkFormat(path, document)
  if (!validate(document)) throwFaults(path, text, (validate.errors ?? []).map(faultOf))
  // The cast is safe: the schema has checked the pattern of every digest.
  const plan = document as PlanFile as unknown as PlanDocument
  const actual = planDigest(plan.plan)
  if (actual !== plan.digest) {
    throw new PromoteError(
      'invalid-file',
      `${path} was changed after it was saved: its content has the digest ${shortDigest(actual)}, and it says ${shortDigest(plan.digest)}.`,
      {
        reference: path,
        hint: 'Make the plan again with "promote plan"; an approval holds for one digest only.',
      },
    )
  }
  return plan
}

function checkFormat(path: string, document: unknown): void {
  if (!isObject(document) || !isObject(document.plan)) {
    throw new PromoteError('invalid-file', `${path} is not a saved plan.`, {
      reference: path,
      hint: 'Plans are saved by "promote plan -o FILE".',
    })
  }
  const version = valueAt(document, ['plan', 'formatVersion'])
  if (version === FORMAT_VERSION) return
  throw new PromoteError(
    'invalid-file',
    `${path} is a plan of format ${JSON.stringify(version) ?? 'unknown'}; this version of promote reads format ${FORMAT_VERSION}.`,
    { reference: path, hint: 'Make the plan with the version that applies it.' },
  )
}

function faultOf({ instancePath, keyword, message, params }: ErrorObject): JsonFault {
  const place = partsOf(instancePath).join('.')
  const extra = keyword === 'additionalProperties' ? ` ("${String(params.additionalProperty)}")` : ''
  return {
    pointer: instancePath,
    message: `${place === '' ? 'The plan' : place} ${message ?? 'is not valid'}${extra}.`,
  }
}

function ifAbsent(error: unknown): undefined {
  if (errnoOf(error) === 'ENOENT') return undefined
  throw error
}
