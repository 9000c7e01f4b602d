import type { Digest } from '../../oci/digest.ts'
import type { GuardReport } from './guard.ts'

/** What to spare in a repository of Amazon's, with the names of its API: `ImageIdentifier` and where it is. */
export interface EcrImages {
  /** The account; what `--registry-id` takes. */
  readonly registryId: string
  readonly region: string
  readonly repositoryName: string
  readonly imageIds: readonly { readonly imageDigest: Digest }[]
}

/** What the names of Amazon's registries look like: account, region. */
const ECR_HOST = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)$/

/** Repositories as ECR's API names them, and those that are none of its. */
export function ecrImages({ repositories }: Pick<GuardReport, 'repositories'>): {
  readonly images: readonly EcrImages[]
  readonly left: readonly string[]
} {
  const split = repositories.map(({ repository, manifests }) => {
    const slash = repository.indexOf('/')
    const [, registryId, region] = ECR_HOST.exec(repository.slice(0, slash)) ?? []
    if (registryId === undefined || region === undefined) return { left: repository }
    const imageIds = manifests.map(({ digest }) => ({ imageDigest: digest }))
    return { images: { registryId, region, repositoryName: repository.slice(slash + 1), imageIds } }
  })
  return {
    images: split.flatMap(({ images }) => images ?? []),
    left: split.flatMap(({ left }) => left ?? []),
  }
}
