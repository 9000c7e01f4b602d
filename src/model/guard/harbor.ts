import type { Digest } from '../../oci/digest.ts'
import { type GuardedRepository, type GuardReport, isImageInUse } from './guard.ts'

/** A selector of Harbor's rules. */
interface Selector {
  readonly kind: 'doublestar'
  readonly decoration: 'matches' | 'repoMatches'
  readonly pattern: string
  /** JSON in JSON, as Harbor has it: whether artifacts without a tag match too. */
  readonly extras?: string
}

interface Selectors {
  readonly tag_selectors: readonly Selector[]
  readonly scope_selectors: { readonly repository: readonly Selector[] }
}

/** An element of `rules` of a retention policy (`/api/v2.0/retentions`): what it matches is retained, always. */
export interface RetentionRule extends Selectors {
  readonly priority: number
  readonly disabled: false
  readonly action: 'retain'
  readonly template: 'always'
  readonly params: Readonly<Record<string, never>>
}

/** The body of a `POST` to `/api/v2.0/projects/PROJECT/immutabletagrules`: what it matches is neither overwritten nor deleted. */
export interface ImmutableRule extends Selectors {
  readonly disabled: false
  readonly action: 'immutable'
  readonly template: 'immutable_template'
}

/** What to add to the rules of one project. */
export interface HarborProject {
  readonly registry: string
  readonly project: string
  readonly retentionRules: readonly RetentionRule[]
  readonly immutableTagRules: readonly ImmutableRule[]
}

/** A manifest that no rule of Harbor's can name, for they all go by tags. */
export interface Untagged {
  readonly repository: string
  readonly digest: Digest
}

/** Rules that a project may have; Harbor refuses more. */
const MOST_RULES = 15

/** Half of them are left for a project's own. */
const RULES_USED = 7

/**
 * The rules that spare what is in use, project by project; what has no tag, so that none can name it; and repositories that
 * are none of Harbor's. Parts of an index and what refers to an image go with it in Harbor, and are not named. Where a project
 * has more repositories than rules, several share a rule, which then spares more than is in use.
 */
export function harborRules({ repositories }: Pick<GuardReport, 'repositories'>): {
  readonly projects: readonly HarborProject[]
  readonly untagged: readonly Untagged[]
  readonly left: readonly string[]
} {
  const places = repositories.map((one) => ({ one, place: placeOf(one) }))
  const known = places.flatMap(({ one, place }) => (place === undefined ? [] : [{ one, ...place }]))
  const projects = Map.groupBy(known, ({ registry, project }) => `${registry}/${project}`)
  return {
    projects: [...projects.values()].flatMap((own) => {
      const [first] = own
      const tagged = own.filter(({ one }) => tagsOf(one).length > 0)
      if (first === undefined || tagged.length === 0) return []
      const { registry, project } = first
      const selectors = chunks(tagged, RULES_USED).map(selectorsOf)
      return [
        {
          ...{ registry, project },
          retentionRules: selectors.map(
            (own, at): RetentionRule => ({
              ...{ priority: at + 1, disabled: false, action: 'retain', template: 'always', params: {} },
              ...own,
            }),
          ),
          immutableTagRules: selectors.map(
            (own): ImmutableRule => ({
              ...{ disabled: false, action: 'immutable', template: 'immutable_template' },
              ...own,
            }),
          ),
        },
      ]
    }),
    untagged: known.flatMap(({ one }) =>
      one.manifests.flatMap((manifest) =>
        isImageInUse(manifest) && manifest.tags.length === 0
          ? [{ repository: one.repository, digest: manifest.digest }]
          : [],
      ),
    ),
    left: places.flatMap(({ one, place }) => (place === undefined ? [one.repository] : [])),
  }
}

interface Placed {
  readonly one: GuardedRepository
  readonly registry: string
  readonly project: string
  readonly name: string
}

/** A repository of Harbor's is in a project: `host/project/name`. */
function placeOf({ repository }: GuardedRepository): Omit<Placed, 'one'> | undefined {
  const [registry = '', project = '', ...rest] = repository.split('/')
  if (registry.startsWith('oci:') || rest.length === 0) return undefined
  return { registry, project, name: rest.join('/') }
}

function tagsOf({ manifests }: GuardedRepository): readonly string[] {
  return manifests.flatMap((manifest) => (isImageInUse(manifest) ? manifest.tags : []))
}

function selectorsOf(own: readonly Placed[]): Selectors {
  const tags = [...new Set(own.flatMap(({ one }) => tagsOf(one)))].sort()
  const names = own.map(({ name }) => name).sort()
  return {
    tag_selectors: [
      { kind: 'doublestar', decoration: 'matches', pattern: oneOf(tags), extras: '{"untagged":false}' },
    ],
    scope_selectors: {
      repository: [{ kind: 'doublestar', decoration: 'repoMatches', pattern: oneOf(names) }],
    },
  }
}

/** Tags and names of repositories have no character that means anything in a pattern. */
function oneOf(words: readonly string[]): string {
  const [first = '', ...others] = words
  return others.length === 0 ? first : `{${words.join(',')}}`
}

/** As many lists as there may be at most, of about the same length. */
function chunks<T>(items: readonly T[], most: number): readonly (readonly T[])[] {
  const size = Math.max(1, Math.ceil(items.length / Math.min(most, MOST_RULES)))
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  )
}
