import { PromoteError } from '../../support/errors.ts'

/** The most characters of a reason or a comment: each verdict and each hold that rests on it has it in full. */
const MOST_CHARACTERS = 2000

/** What nobody sees: white space, controls, and signs without width (Unicode's Default_Ignorable_Code_Point). */
const UNSEEN = /^[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]*$/u

/**
 * A person's words as the ledger keeps them: without the white space around them, and empty where there is nothing to see.
 * @param what what they are, for messages: `reason`
 * @throws PromoteError `usage` for more than 2000 characters
 */
export function wordsOf(text: string, what: 'reason' | 'comment'): string {
  if (UNSEEN.test(text)) return ''
  const words = text.trim()
  if (words.length <= MOST_CHARACTERS) return words
  throw new PromoteError(
    'usage',
    `The ${what} has ${words.length} characters, and ${MOST_CHARACTERS} are the most.`,
    { hint: 'Say it shorter, and where the rest is to be read.' },
  )
}
