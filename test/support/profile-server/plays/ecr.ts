import { refusal } from '../../fault-registry/answers.ts'
import { fact, type Play } from '../play.ts'

/** What there is on this ECR registry. */
export interface EcrOptions {
  /** The password of the user AWS. */
  readonly password?: string
  /** Repositories that were created; nothing else can be pushed to. */
  readonly created?: readonly string[]
  readonly immutable?: (tag: string) => boolean
}

const HOST = '123456789012.dkr.ecr.eu-west-1.amazonaws.com'

/** Amazon ECR, as account 123456789012 in eu-west-1. */
export function ecr(options: EcrOptions = {}): Play {
  const created = options.created ?? []
  return {
    kind: 'ecr',
    hosts: [HOST],
    // registries.md §1a: a Basic challenge whose realm is a URL, user AWS [S,D].
    auth: {
      kind: 'basic',
      username: 'AWS',
      password: options.password ?? 'token',
      realm: `https://${HOST}/`,
    },
    manifests: {
      referrers: true,
      ...(options.immutable === undefined
        ? {}
        : { immutable: { tags: options.immutable, as: 'ecr' as const } }),
    },
    // registries.md §1b: mounts are a setting of the account that is off unless switched on [D].
    blobs: { mounts: 'ignore' },
    facts: [
      fact(
        {
          fact: 'A repository has to be there before a push: 404 NAME_UNKNOWN with its name and the account.',
          source: 'registries.md §1b, ECR, Push quirks [D]; the words from test/profiles/words.test.ts',
          method: ['POST', 'PUT'],
          path: /^\/v2\/(.+?)\/(?:blobs\/uploads|manifests)\//,
        },
        async ({ groups: [repository = ''], exchange }) => {
          if (exchange.header('authorization') === undefined || created.includes(repository)) return undefined
          await exchange.body()
          return refusal(404, {
            code: 'NAME_UNKNOWN',
            message: `The repository with name '${repository}' does not exist in the registry with id '123456789012'`,
          })
        },
      ),
      fact(
        {
          fact: 'More than 1000 tags in one answer are refused with 405.',
          source: 'registries.md §1b, ECR, Tags [S]',
          method: 'GET',
          path: /^\/v2\/.+\/tags\/list$/,
        },
        ({ request }) => (Number(request.query.get('n') ?? 0) > 1000 ? { status: 405 } : undefined),
      ),
    ],
  }
}
