import { PromoteError } from '../../support/errors.ts'

/**
 * Compiles a regular expression in RE2 syntax; the function tells whether it is found in a tag. It takes time linear
 * in the tag's length whatever the expression, and its engine is loaded by the first call.
 * @throws PromoteError `invalid-file` for syntax the engine does not have
 */
export async function compileRegex(pattern: string): Promise<(tag: string) => boolean> {
  const { RE2JS, RE2JSException } = await import('re2js')
  try {
    const compiled = RE2JS.compile(pattern)
    return (tag) => compiled.test(tag)
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    const reason = error.message.replace(/^error parsing regexp: /, '').replaceAll('`', '"')
    throw new PromoteError('invalid-file', `This is not a regular expression that can be used: ${reason}.`)
  }
}
