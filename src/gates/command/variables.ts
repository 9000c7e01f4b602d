/** The variables of a process. */
export type Variables = Readonly<Record<string, string | undefined>>

/**
 * What a program needs to run at all, to find its own files, and to reach a registry through the same proxy and the same
 * certificates as we do. `DOCKER_CONFIG` names the folder of docker's logins; a login itself is never passed on.
 */
const PASSED_ON = new Set(
  [
    'PATH HOME USER LOGNAME SHELL LANG LANGUAGE TZ TMPDIR TEMP TMP DOCKER_CONFIG CI',
    'HTTP_PROXY HTTPS_PROXY NO_PROXY ALL_PROXY http_proxy https_proxy no_proxy all_proxy',
    'SSL_CERT_FILE SSL_CERT_DIR NODE_EXTRA_CA_CERTS',
    // Windows, which does not tell their letters apart.
    'SystemRoot SYSTEMROOT windir ComSpec COMSPEC PATHEXT Path USERPROFILE APPDATA LOCALAPPDATA ProgramData',
  ].flatMap((names) => names.split(' ')),
)

/** Names of variables that hold secrets, as people call them. */
const SECRET_NAME = /TOKEN|SECRET|PASSW|PASSPHRASE|CREDENTIAL|AUTH|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|_PAT$/i

/**
 * The variables that a program of the gate gets: what every program needs, what its rule names, and the step as
 * `PROMOTE_IMAGE`, `PROMOTE_DIGEST` and so on.
 */
export function variablesFor(
  all: Variables,
  named: readonly string[],
  values: Readonly<Record<string, string>>,
): Variables {
  const passed = Object.entries(all).filter(
    ([name]) => PASSED_ON.has(name) || /^(?:LC|XDG)_/.test(name) || named.includes(name),
  )
  const own = Object.entries(values).map(([name, value]) => [`PROMOTE_${name.toUpperCase()}`, value] as const)
  return Object.fromEntries([...passed, ...own])
}

/** What may not be shown of a program's output: the values of variables that its rule names, and of all that hold secrets. */
export function secretsIn(all: Variables, named: readonly string[]): readonly string[] {
  return Object.entries(all)
    .filter(([name]) => named.includes(name) || SECRET_NAME.test(name))
    .flatMap(([, value]) => (value === undefined ? [] : [value, ...value.split('\n')]))
}
