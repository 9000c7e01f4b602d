// Made from schemas/plan.schema.json by `npm run generate`; do not edit.
import type { ErrorObject } from 'ajv'
import type { PlanFile } from './plan-types.ts'

/** True when the value is valid; what is wrong with it otherwise stands in `errors` until the next call. */
export declare const validate: {
  (value: unknown): value is PlanFile
  errors?: ErrorObject[] | null
}
