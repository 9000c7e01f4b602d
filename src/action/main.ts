import { runAction } from './run-action.ts'

/** The version of the package, put in when the file is bundled. */
declare const PROMOTE_VERSION: string

process.exitCode = await runAction(process.env, PROMOTE_VERSION)
