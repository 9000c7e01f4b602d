/**
 * `node:tls`, loaded when the first connection needs it: loading it takes milliseconds, and has Node parse all the
 * authorities that it knows on a thread of its own.
 */
export function nodeTls(): typeof import('node:tls') {
  return process.getBuiltinModule('node:tls')
}

/** `node:https`, which loads `node:tls`. */
export function nodeHttps(): typeof import('node:https') {
  return process.getBuiltinModule('node:https')
}
