import { generateKeyPairSync } from 'node:crypto'
import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { loadPromotionFile } from '../../src/documents/promotion/promotion-file.ts'
import { testFolder } from '../support/cli.ts'
import { blocksIn } from './pages/blocks.ts'

const ROOT = path.join(import.meta.dirname, '..', '..')

const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** The files that gates on these pages name. */
const NAMED = {
  'cosign.pub': publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  signers:
    'ola@example.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0QxsE0V5rcDXtPow8PqJs/tyNzZQKsj6BhCb+kEgkM\nper@example.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBd83QFHHrtgDvCK37Dh7oMHpzitDBKFMLbGaZ8Whsm6\n',
}

/** Where a page shows a part of a promotion file alone, the rest of it. */
const REST = {
  version: 1,
  environments: [
    { name: 'test', repository: 'registry.example.com/test/{image}' },
    { name: 'prod', repository: 'registry.example.com/prod/{image}' },
  ],
  images: [{ name: 'api', select: ['1.4.2'] }],
}

const blocks = await Promise.all(
  ['README.md', ...globSync(['docs/*.md', 'docs/zh-CN/*.md'], { cwd: ROOT }).toSorted()].map(async (page) => {
    const text = await readFile(path.join(ROOT, page), 'utf8')
    return blocksIn(text)
      .filter(({ language }) => language === 'yaml')
      .map((block) => ({ page, ...block }))
  }),
)

/** Keys that only promotion files have at the top; an image alone stands as an item of a list. */
const parts = blocks
  .flat()
  .flatMap(({ page, line, text }): { page: string; line: number; file: object }[] => {
    const document: unknown = parse(text)
    if (Array.isArray(document)) {
      return document.every((item) => 'select' in item)
        ? [{ page, line, file: { ...REST, images: document } }]
        : []
    }
    const keys = Object.keys(document ?? {})
    const isPromotionFile = keys.some((key) => key in REST || key === 'registries' || key === 'defaults')
    return isPromotionFile ? [{ page, line, file: { ...REST, ...(document as object) } }] : []
  })

test('pages show promotion files, and parts of them', () => {
  expect(parts.length).toBeGreaterThan(6)
})

test.for(parts)('$page:$line is a valid promotion file, or a part of one', async ({ file }) => {
  const folder = await testFolder({ 'promotion.yaml': JSON.stringify(file), ...NAMED })
  const loaded = await loadPromotionFile(path.join(folder, 'promotion.yaml'), { env: {} })
  expect(loaded.environments.length).toBeGreaterThan(0)
})
