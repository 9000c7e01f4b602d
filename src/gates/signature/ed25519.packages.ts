// The one form of Ed25519 that Node does not have, without the rest of the library.
export { ed25519ph } from '@noble/curves/ed25519.js'
