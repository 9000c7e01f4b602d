// Made from promotion.schema.json by `npm run generate`; do not edit.
import type { ErrorObject } from 'ajv'
import type { PromotionFile } from './promotion-types.ts'

/** True when the value is valid; what is wrong with it otherwise stands in `errors` until the next call. */
export declare const validate: {
  (value: unknown): value is PromotionFile
  errors?: ErrorObject[] | null
}
