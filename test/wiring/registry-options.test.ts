import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { lentOptions } from '../../src/wiring/registry-options.ts'
import { temporaryFolder } from '../support/folders.ts'

const { signal } = new AbortController()

/** A folder with this promotion file in its parent. */
async function below(text: string): Promise<{ cwd: string; file: string }> {
  const folder = await temporaryFolder()
  const cwd = path.join(folder, 'team', 'web')
  await mkdir(cwd, { recursive: true })
  const file = path.join(folder, 'promotion.yaml')
  await writeFile(file, text)
  return { cwd, file }
}

const lent = (cwd: string, named?: string) => lentOptions(named, { cwd, env: {}, signal, version: '0' })

test('a promotion file of a parent folder lends its registries, whatever else it lacks', async () => {
  const { cwd } = await below(
    'environments: [{ name: prod, repository: "${UNSET}/x" }]\nregistries:\n  "registry.test:5000": { plainHttp: true }\ndefaults: { retries: 2 }\n',
  )
  expect(await lent(cwd)).toMatchObject({
    settings: { registries: { 'registry.test:5000': { plainHttp: true } }, defaults: { retries: 2 } },
  })
})

test.each([
  ['registries: { "registry.test:5000": { plainHtp: true } }\n', /promotion\.yaml:1: .*plainHtp/],
  ['registries: { "registry.test:5000": { caFile: absent.pem } }\n', /promotion\.yaml:1: .*absent\.pem/],
  ['registries: [\n', /promotion\.yaml:\d/],
])(
  'one that was only found and is wrong is left out with a warning, one that was named is refused: %j',
  async (text, why) => {
    const { cwd, file } = await below(text)
    const { settings, warning } = await lent(cwd)
    expect(settings).toBeUndefined()
    expect(warning).toMatch(why)
    await expect(lent(cwd, file)).rejects.toMatchObject({ code: 'invalid-file' })
  },
)

test('where there is none nothing is lent and nothing is said; one that is named has to be there', async () => {
  const { cwd } = await below('')
  expect(await lent(path.join(path.parse(cwd).root))).toEqual({})
  await expect(lent(cwd, path.join(cwd, 'absent.yaml'))).rejects.toMatchObject({ code: 'invalid-file' })
})
