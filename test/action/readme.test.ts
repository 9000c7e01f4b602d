import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { describeWithAct } from './act.ts'
import { ledgerKinds, prepare } from './scene.ts'
import { root } from './stand-ins.ts'

const opened: { close(): Promise<unknown> }[] = []

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

describeWithAct("the README's workflow, to the letter", () => {
  test('promotes, and keeps the ledger', async () => {
    const readme = await readFile(path.join(root, 'README.md'), 'utf8')
    const section = readme.slice(readme.indexOf('**In GitHub Actions**'))
    const workflow = /^```yaml\n([\s\S]*?)^```$/m.exec(section)?.[1] ?? ''
    expect(workflow).toContain('uses: OWNER/promote@')
    const { bench, image, start, digestOf } = await prepare(opened)
    const run = await bench.run(workflow, start('workflow_dispatch'))
    expect(run.exitCode, run.log).toBe(0)
    expect(run.steps[0]?.outputs.promoted).toBe('["api"]')
    expect(await digestOf('prod', '1.4.2')).toBe(image.manifest.descriptor.digest)
    expect(await ledgerKinds(bench)).toEqual(['intent', 'outcome'])
  })
})
