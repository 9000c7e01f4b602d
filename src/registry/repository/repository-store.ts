import type { ContentStore } from '../../oci/store.ts'
import { loginAdvice } from '../../profiles/names.ts'
import { PromoteError } from '../../support/errors.ts'
import type { RegistryClient } from '../client.ts'
import { blobSource } from './blobs.ts'
import { manifestSink } from './manifest-sink.ts'
import { manifestSource } from './manifests.ts'
import { type Mirrors, mirroredManifests, NO_MIRRORS } from './mirrors.ts'
import type { ReferrerLists } from './referrers/findable.ts'
import { listReferrers } from './referrers/referrers.ts'
import type { Repository } from './repository.ts'
import { immovableTags, keepsTags } from './tag-ways.ts'
import { listTags } from './tags.ts'
import { cancelUpload, mountBlob } from './uploads/upload-session.ts'
import { Upload } from './uploads/uploads.ts'

/** What a store shares with the other repositories of its host. */
export interface HostShared {
  readonly referrers: ReferrerLists
  readonly leave: RegistryClient['leave']
}

/** A repository of a registry as a store. @param mirrors asked before it for content by digest */
export function repositoryStore(
  repository: Repository,
  shared: HostShared,
  mirrors: Mirrors = NO_MIRRORS,
): ContentStore {
  const domain = repository.exchange.endpoint.host.toLowerCase()
  const manifests = mirroredManifests(manifestSource(repository), mirrors, manifestSource)
  return {
    domain,
    name: repository.name,
    ...manifests,
    ...blobSource(repository, mirrors),
    tags: (options) => listTags(repository, options),
    referrers: (descriptor, options) =>
      listReferrers(repository, manifests, shared.referrers.support, descriptor, options),
    async putBlob(descriptor, body, options = {}) {
      const upload = new Upload(repository, descriptor, body, options)
      try {
        await upload.run(options.session)
      } catch (error) {
        const left = upload.open
        const purpose = repository.purposeOf('end the upload of', descriptor.digest)
        if (left !== undefined) shared.leave((signal) => cancelUpload(repository, purpose, left, signal))
        throw error
      }
    },
    async mount(descriptor, from, { signal } = {}) {
      signal?.throwIfAborted()
      const prefix = `${repository.exchange.endpoint.host}/`
      if (from.domain !== domain || !from.name.startsWith(prefix)) return 'refused'
      return mountBlob(repository, descriptor, from.name.slice(prefix.length), signal)
    },
    async writeRefusal({ signal } = {}) {
      const isHopeless = await repository.exchange.isHopeless(repository.writing, signal)
      return isHopeless ? pushRefusal(repository) : undefined
    },
    immovable: (tags, options = {}) => immovableTags(repository, tags, options),
    keepsTags: () => keepsTags(repository),
    ...manifestSink(repository, manifests, shared.referrers),
  }
}

function pushRefusal({ name, exchange }: Repository): PromoteError {
  const { host } = exchange.endpoint
  const { command, note } = loginAdvice(host, exchange.profile)
  return new PromoteError(
    'unauthorized',
    `Nothing may be pushed to ${name}: the token that ${host} gives lacks that right.`,
    {
      reference: name,
      hint: `Log in with \`${command}\` as someone who may push there.${note}`,
    },
  )
}
