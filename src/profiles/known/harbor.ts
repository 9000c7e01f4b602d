import type { RegistryProfile } from '../../model/profile.ts'

/** Harbor, under any name. Its words are those that 2.15.2 answered. */
export const HARBOR: RegistryProfile = {
  kind: 'harbor',
  name: 'Harbor',
  hosts: [],
  removesTagAlone: true,
  // "Failed to process request due to 'app:v1.0' configured as immutable."
  immutableWords: /configured as immutable/i,
  advice: [
    {
      says: /project [^\s:]{1,255} not found/i,
      hint: 'Harbor makes no project when something is pushed: create it there first. A name that this account may not see is answered the same way.',
    },
    {
      says: /will exceed the configured upper limit/i,
      hint: "The project's quota is full: raise it, or remove images there and collect the garbage.",
    },
    {
      says: /system is in read only mode/i,
      hint: 'Harbor is read-only for now, perhaps while it collects garbage: run it again later.',
    },
    {
      says: /^PROJECTPOLICYVIOLATION/,
      hint: "The project's policy lets nobody pull this image: sign it, or mend what the scanner found.",
    },
  ],
}
