import { makeImage, type TestImage } from '../support/images.ts'
import { pushToRegistry } from '../support/push.ts'
import { type RunningRegistry, startRegistry } from '../support/real-registries.ts'
import { type ActOptions, makeWorkbench, type Workbench } from './act.ts'

const USER = 'robot'

/** The registry's password; it must show nowhere. */
export const PASSWORD = 'canary password 7'

const authorization = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`

/** A registry, a repository with a promotion file, and what a test does with them. */
export interface Prepared {
  readonly bench: Workbench
  /** What `docker login` would have put into `DOCKER_AUTH_CONFIG`. */
  readonly dockerAuth: string
  /** `api:1.4.2` of test. */
  readonly image: TestImage
  start(event: string, more?: Partial<ActOptions>): ActOptions
  push(environment: string, tag: string, image: TestImage): Promise<void>
  /** What a tag of `api` holds; null where there is none. */
  digestOf(environment: string, tag: string): Promise<string | null>
}

/** A registry with a password that holds api:1.4.2 in test, and a repository whose file promotes it; what is to be closed goes to `opened`. */
export async function prepare(opened: { close(): Promise<unknown> }[]): Promise<Prepared> {
  const registry = await startRegistry('distribution3', {
    auth: { kind: 'htpasswd', user: USER, password: PASSWORD },
  })
  opened.push(registry)
  const push: Prepared['push'] = (environment, tag, image) =>
    pushToRegistry(registry.host, `${environment}/api`, image, [tag], { authorization })
  const image = await makeImage({ seed: 'api' })
  await push('test', '1.4.2', image)
  const bench = await makeWorkbench({ 'promotion.yaml': promotionFile(registry) })
  return {
    bench,
    dockerAuth: JSON.stringify({
      auths: { [registry.host]: { auth: authorization.slice('Basic '.length) } },
    }),
    image,
    push,
    start: (event, more = {}) => ({
      event,
      variables: { REGISTRY: registry.host },
      ...more,
      secrets: { REGISTRY_USER: USER, REGISTRY_PASSWORD: PASSWORD, ...more.secrets },
    }),
    async digestOf(environment, tag) {
      const url = `${registry.url}/v2/${environment}/api/manifests/${tag}`
      const accept = 'application/vnd.oci.image.manifest.v1+json'
      const answer = await fetch(url, { method: 'HEAD', headers: { authorization, accept } })
      return answer.headers.get('docker-content-digest')
    },
  }
}

function promotionFile({ host }: RunningRegistry): string {
  return [
    'version: 1',
    'project: shop',
    'environments:',
    `  - { name: test, repository: "${host}/test/{image}" }`,
    `  - { name: staging, repository: "${host}/staging/{image}" }`,
    `  - { name: prod, from: [test, staging], repository: "${host}/prod/{image}" }`,
    'images:',
    '  - { name: api, select: ["1.4.2"] }',
    '',
  ].join('\n')
}

/** The kinds of the entries in the ledger that was committed. */
export async function ledgerKinds({ origin }: Workbench): Promise<readonly string[]> {
  const ledger = (await origin.read('promotions.jsonl')) ?? ''
  return ledger
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { kind: string }).kind)
}
