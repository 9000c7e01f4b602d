import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { PromoteError } from '../../src/support/errors.ts'
import { loadConfig } from '../../src/wiring/promotion.ts'
import { temporaryFolder } from '../support/folders.ts'

/** What is wrong with a repository of this form for the image team/api; none when nothing is. */
async function problemsOf(repository: string): Promise<readonly string[]> {
  const folder = await temporaryFolder()
  const file = path.join(folder, 'promotion.yaml')
  await writeFile(
    file,
    `version: 1
environments:
  - name: prod
    repository: ${JSON.stringify(repository)}
images:
  - name: team/api
    select: "1.0"
`,
  )
  try {
    const { signal } = new AbortController()
    await loadConfig(file, { cwd: folder, env: {}, signal, version: '0.0.0' })
    return []
  } catch (error) {
    if (!(error instanceof PromoteError)) throw error
    return (error.details.problems ?? []).map(({ line, column, message, hint }) =>
      [`${line}:${column}`, message, hint].join(' '),
    )
  }
}

test.for([
  [
    'docker.io/acme/{image}',
    'Docker Hub has exactly 2 parts after the host; this has 3',
    'NAMESPACE/NAME; {flat}',
  ],
  ['europe-north1-docker.pkg.dev/acme/{name}', 'Registry has at least 3 parts', 'PROJECT/REPOSITORY/IMAGE'],
  ['gcr.io/{flat}', 'at least 2 parts', 'PROJECT/IMAGE'],
  ['ghcr.io/{flat}', 'at least 2 parts', 'OWNER/IMAGE'],
  ['quay.io/{flat}', 'at least 2 parts', 'NAMESPACE/NAME'],
  ['registry.gitlab.com/{flat}', 'at least 2 parts', 'GROUP/PROJECT'],
  ['public.ecr.aws/{flat}', 'at least 2 parts', 'ALIAS/REPOSITORY'],
  ['swr.cn-north-4.myhuaweicloud.com/{flat}', 'at least 2 parts', 'ORGANIZATION/NAME'],
  ['ccr.ccs.tencentyun.com/{flat}', 'at least 2 parts', 'NAMESPACE/NAME'],
  ['registry.cn-hangzhou.aliyuncs.com/{flat}', 'at least 2 parts', 'NAMESPACE/NAME'],
] as const)('%s is no repository there', async ([repository, message, form]) => {
  const [problem, ...others] = await problemsOf(repository)
  expect(others).toEqual([])
  expect(problem).toMatch(/^4:17 /)
  expect(problem).toContain(message)
  expect(problem).toContain(form)
})

test.for([
  'docker.io/acme/{flat}',
  'docker.io/library/{name}',
  'europe-north1-docker.pkg.dev/acme/prod/{image}',
  'gcr.io/acme/{name}',
  'ghcr.io/acme/shop/{image}',
  'quay.io/acme/{image}',
  '123456789012.dkr.ecr.eu-west-1.amazonaws.com/{name}',
  'acme.azurecr.io/{name}',
  'registry.example.com/{name}',
])('%s is one', async (repository) => {
  expect(await problemsOf(repository)).toEqual([])
})
