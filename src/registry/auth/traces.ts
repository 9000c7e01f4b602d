import type { Traces } from '../../model/profile.ts'
import { headerOf, headerValues } from '../http/transport.ts'
import type { LocatedAnswer } from '../http/wire.ts'
import { type Challenge, parseChallenges } from './challenge.ts'

/** What an answer says of the server that gave it. @param base of its host, for a realm that is relative */
export function tracesOf(answer: LocatedAnswer, base: URL): Traces {
  const challenges = parseChallenges(headerValues(answer.headers, 'www-authenticate'))
  const named = (scheme: string): Challenge['parameters'] =>
    challenges.find((challenge) => challenge.scheme === scheme)?.parameters ?? {}
  const { realm, service } = named('bearer')
  const { realm: basicRealm } = named('basic')
  const url = realm === undefined ? null : URL.parse(realm, base.href)
  return {
    ...(url === null ? {} : { realm: url }),
    ...(service === undefined ? {} : { service }),
    ...(basicRealm === undefined ? {} : { basicRealm }),
    header: (name) => headerOf(answer.headers, name),
  }
}
