/** Parts of a name that say it holds a credential, wherever they stand in it. */
const SAYS_CREDENTIAL = /token|passw(?:or)?d|passphrase|secret|credential|api_?key/i

/** Words of a name, between underscores, that say the same. */
const CREDENTIAL_WORDS = new Set(['AUTH', 'CRED', 'CREDS', 'JWT', 'PAT', 'PROXY'])

/** How such a word may end: `SSHKEY`, `PGPASS`. */
const CREDENTIAL_ENDINGS = /(?:KEY|PASS|PW)$/

/**
 * The environment variables that a promotion file may use as `${VAR}`: all but the inputs of the step and those whose name
 * says credential. Somebody who can change the file, for example on a pull request, could otherwise send a secret of the
 * workflow to a registry of their choice, as part of a repository's name.
 */
export function fileEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isWithheld(name.toUpperCase())))
}

function isWithheld(name: string): boolean {
  if (name.startsWith('INPUT_') || name.startsWith('ACTIONS_') || SAYS_CREDENTIAL.test(name)) return true
  // PWD alone is the current folder.
  if (name.endsWith('_PWD')) return true
  return name.split(/[_-]/).some((word) => CREDENTIAL_WORDS.has(word) || CREDENTIAL_ENDINGS.test(word))
}
