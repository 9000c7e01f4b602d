import { FaultAuthority } from '../fault-registry/auth.ts'
import type { BlobWays } from '../fault-registry/blobs.ts'
import type { Answer, Exchange } from '../fault-registry/exchange.ts'
import type { ManifestWays } from '../fault-registry/manifests.ts'
import { answerRegistry } from '../fault-registry/routes.ts'
import { RegistryState, type RepositoryState } from '../fault-registry/state.ts'
import type { TestImage } from '../images.ts'
import type { Fact, Play, PlayedRequest } from './play.ts'

const BLOBS: BlobWays = {
  mounts: 'link',
  singlePost: false,
  locations: 'relative',
  uploadHost: undefined,
  storage: undefined,
}

const MANIFESTS: ManifestWays = {
  validate: true,
  immutable: undefined,
  deletesTags: false,
  referrers: false,
  pageSize: 100,
  absentTags: 404,
}

/** One registry with what it holds, answering as its play says. */
export class PlayedRegistry {
  readonly play: Play
  readonly state = new RegistryState()
  readonly #authority: FaultAuthority | undefined

  constructor(play: Play) {
    this.play = play
    this.#authority = play.auth === undefined ? undefined : new FaultAuthority(play.auth)
  }

  get repositories(): ReadonlyMap<string, RepositoryState> {
    return this.state.repositories
  }

  /** Puts an image in place with no request. */
  seed(repository: string, image: TestImage, tags: readonly string[] = []): void {
    this.state.seed(repository, image, tags)
  }

  /** What it says to a request: the first fact that has an answer, else the registry API. */
  async answer(exchange: Exchange, request: PlayedRequest, base: string): Promise<Answer> {
    const fitting = this.play.facts.flatMap((fact) => {
      const groups = this.#fits(fact, request)
      return groups === undefined
        ? []
        : [{ fact, asked: { exchange, request, groups, state: this.state, base } }]
    })
    let answer: Answer | undefined
    for (const { fact, asked } of fitting) {
      answer = await fact.answer(asked)
      if (answer !== undefined) break
    }
    answer ??= await answerRegistry(exchange, {
      state: this.state,
      blobWays: { ...BLOBS, ...this.play.blobs },
      manifestWays: { ...MANIFESTS, ...this.play.manifests },
      authority: this.#authority,
      base: () => base,
      ...(this.play.deleteRight === undefined ? {} : { deleteRight: this.play.deleteRight }),
    })
    for (const { fact, asked } of fitting) answer = fact.after?.(asked, answer) ?? answer
    return answer
  }

  #fits(fact: Fact, { host, method, path }: PlayedRequest): readonly string[] | undefined {
    const [own] = this.play.hosts
    const wanted = fact.host ?? own
    const name = host.replace(/:\d+$/, '')
    // Asked by its address it has one host for everything.
    if (this.play.hosts.includes(name) && name !== wanted) return undefined
    const methods = typeof fact.method === 'string' ? [fact.method] : fact.method
    if (methods !== undefined && !methods.includes(method)) return undefined
    const match = fact.path.exec(path)
    return match === null ? undefined : match.slice(1).map((group) => group ?? '')
  }
}
