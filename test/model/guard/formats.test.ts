import { expect, test } from 'vitest'
import { ecrImages } from '../../../src/model/guard/ecr.ts'
import { harborRules } from '../../../src/model/guard/harbor.ts'
import { guarded } from '../../report/guard-samples.ts'
import { digest } from '../../report/samples.ts'

const [sample] = guarded().repositories
if (sample === undefined) throw new Error('no repository')
const { manifests } = sample
const named = (...names: readonly string[]) => ({
  repositories: names.map((repository) => ({ repository, manifests })),
})

test('ECR is told image ids, with the account and the region of the host', () => {
  const host = '123456789012.dkr.ecr.eu-west-1.amazonaws.com'
  expect(ecrImages(named(`${host}/shop/api`, 'registry.example.com/shop/api', 'oci:registries/api'))).toEqual(
    {
      images: [
        {
          registryId: '123456789012',
          region: 'eu-west-1',
          repositoryName: 'shop/api',
          imageIds: ['02de9914', '77ab03de', '9f3c1a07', 'a0a1a2a3', 'c1d2e3f4'].map((start) => ({
            imageDigest: digest(start),
          })),
        },
      ],
      left: ['registry.example.com/shop/api', 'oci:registries/api'],
    },
  )
})

test.each([
  ['123456789012.dkr.ecr-fips.us-east-1.amazonaws.com', true],
  ['123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn', true],
  ['123456789012.dkr-ecr.eu-west-1.on.aws', true],
  ['public.ecr.aws', false],
  ['123456789012.dkr.ecr.eu-west-1.amazonaws.com.example.com', false],
])('%s is taken for ECR: %s', (host, isEcr) => {
  expect(ecrImages(named(`${host}/api`)).images).toHaveLength(isEcr ? 1 : 0)
})

const selectors = (repository: string) => ({
  tag_selectors: [
    {
      kind: 'doublestar',
      decoration: 'matches',
      pattern: '{1.4,1.4.2,promote-keep-02de99140000}',
      extras: '{"untagged":false}',
    },
  ],
  scope_selectors: { repository: [{ kind: 'doublestar', decoration: 'repoMatches', pattern: repository }] },
})

test('Harbor is told tags, of images and not of their parts, and what has none is left', () => {
  expect(
    harborRules(named('harbor.example.com/prod/team/api', 'registry.example.com/api', 'oci:api')),
  ).toEqual({
    projects: [
      {
        registry: 'harbor.example.com',
        project: 'prod',
        retentionRules: [
          {
            ...{ priority: 1, disabled: false, action: 'retain', template: 'always', params: {} },
            ...selectors('team/api'),
          },
        ],
        immutableTagRules: [
          { disabled: false, action: 'immutable', template: 'immutable_template', ...selectors('team/api') },
        ],
      },
    ],
    untagged: [{ repository: 'harbor.example.com/prod/team/api', digest: digest('9f3c1a07') }],
    left: ['registry.example.com/api', 'oci:api'],
  })
})

test('no project gets more rules than Harbor takes, and no repository is left out', () => {
  const names = Array.from({ length: 100 }, (_, at) => `h.example.com/p/r${at}`)
  const { projects } = harborRules(named(...names))
  const [project] = projects
  expect(projects).toHaveLength(1)
  expect(project?.retentionRules.length).toBeLessThanOrEqual(7)
  const patterns = project?.retentionRules.flatMap(({ scope_selectors }) =>
    scope_selectors.repository.flatMap(({ pattern }) => pattern.replace(/[{}]/g, '').split(',')),
  )
  expect(new Set(patterns)).toEqual(new Set(names.map((name) => name.replace('h.example.com/p/', ''))))
})
