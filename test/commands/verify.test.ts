import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { lines } from '../report/lines.ts'
import { type CliResult, runPromote } from '../support/cli.ts'
import { makeImage } from '../support/images.ts'
import { type AuditScene, auditScene } from './audit-scene.ts'

const opened: { close(): Promise<unknown> }[] = []

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

async function verify({ folder, plain }: AuditScene, ...words: readonly string[]): Promise<CliResult> {
  const result = await runPromote(['verify', ...words], { cwd: folder, env: { COLUMNS: '80' } })
  return { ...result, stdout: plain(result.stdout) }
}

describe('verify', () => {
  test('shows what is wrong first, a line for each tag, and at the end what to do, in 80 columns', async () => {
    const scene = await auditScene(opened)
    const { staging, prod } = scene.registries
    prod.seed('shop/api', scene.images.web, ['1.4'])
    prod.repositories.get('shop/api')?.tags.delete('1.4.1')
    staging.repositories.get('shop/web')?.tags.delete('2.0.0')
    const { code, stdout } = await verify(scene)
    expect(code).toBe(5)
    expect(stdout).toBe(
      lines(
        '✖ staging  web  2.0.0  missing: the tag is gone, it held web.....',
        '✖ prod     api  1.4.1  missing: the tag is gone, it held old.....',
        '✖ prod     api  1.4    drift: holds web....., not new.....',
        'test',
        '  ✔ api   1.4.2 new.....',
        '  ✔ web   2.0.0 web.....',
        'staging',
        '  ✔ api   1.4.1 old..... and 1.4.2 new.....',
        'prod',
        '  ✔ api   1.4.2 new.....',
        '  ✔ web   2.0.0 web.....',
        '3 of 9 tags did not verify, 9 manifests hashed, 2 referrers found',
        'Moved or gone: no promotion did that. What the ledger says is put back with:',
        '  promote repair staging web --dry-run',
        'How it came there: promote explain web:2.0.0 staging',
      ),
    )
  })

  test('says of which tags the ledger has no word, in environments that something is promoted to', async () => {
    const scene = await auditScene(opened)
    await rm(path.join(scene.folder, 'promotions.jsonl'))
    await rm(path.join(scene.folder, 'promotions.jsonl.open'), { force: true })
    const { code, stdout } = await verify(scene)
    expect(code).toBe(0)
    expect(stdout).toContain(
      lines(
        '! staging: 2 tags are not in the ledger; only content was checked.',
        '! prod: 2 tags are not in the ledger; only content was checked.',
        '6 tags verified, 6 manifests hashed',
      ),
    )
    const json = JSON.parse((await verify(scene, 'prod', 'api', '--json')).stdout)
    expect(json.unrecorded).toEqual([{ environment: 'prod', tags: 1 }])
    const report = path.join(scene.folder, 'report.md')
    await verify(scene, 'prod', 'api', '--report', report)
    expect(await readFile(report, 'utf8')).toContain('prod: 1 tag is not in the ledger; ')
  })

  test('-q shows what is wrong and nothing else; nothing where nothing is wrong: the exit code tells', async () => {
    const scene = await auditScene(opened)
    expect(await verify(scene, '-q')).toMatchObject({ code: 0, stdout: '', stderr: '' })
    scene.registries.prod.seed('shop/api', await makeImage({ seed: 'other' }), ['1.4'])
    const { code, stdout, stderr } = await verify(scene, 'prod', '--quiet')
    expect({ code, stderr }).toEqual({ code: 5, stderr: '' })
    expect(stdout).toMatch(/^✖ prod {2}api {2}1\.4 {2}drift: holds [0-9a-f]{8}, not new\.{5}\n$/)
  })

  test('the command it names says how the tag came there', async () => {
    const scene = await auditScene(opened)
    scene.registries.prod.repositories.get('shop/web')?.tags.delete('2.0.0')
    const { stdout } = await verify(scene, 'prod', 'web')
    const command = /promote (explain .*)$/m.exec(stdout)?.[1]?.split(' ') ?? []
    const explained = await runPromote(command, { cwd: scene.folder })
    expect(explained.stdout).toContain('  prod   ✖ 2.0.0 is gone; entry 8 put it there')
  })

  test('a signature that is gone makes an image incomplete, with the way to bring it again', async () => {
    const scene = await auditScene(opened)
    const referrers = scene.registries.prod.repositories.get('shop/api')
    referrers?.manifests.delete(scene.signature.manifest.descriptor.digest)
    const { code, stdout } = await verify(scene, 'prod', 'api')
    expect(code).toBe(5)
    expect(stdout).toBe(
      lines(
        '✖ prod  api  1.4    incomplete: the signature signatur is not listed any more.',
        '✖ prod  api  1.4.2  incomplete: the signature signatur is not listed any more.',
        'prod',
        '  ✔ api   1.4.1 old.....',
        '2 of 3 tags did not verify, 2 manifests hashed',
        'Incomplete: what refers to an image is not all there. What came along with it is',
        'brought again with this; what is required and never came has to be promoted:',
        '  promote repair prod api --dry-run',
      ),
    )
    const again = await runPromote(['--from', 'staging', '--to', 'prod', 'api:1.4.2'], { cwd: scene.folder })
    expect(again.code, again.stderr).toBe(0)
    expect((await verify(scene, 'prod', 'api')).code).toBe(0)
  })
})
