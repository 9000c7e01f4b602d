import { execFile, execFileSync } from 'node:child_process'
import { chmod, mkdir, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { CACHE_FOLDER, runPromote, testFolder } from '../support/cli.ts'
import { startForTest } from '../support/fault-registry/fixture.ts'
import { makeImage } from '../support/images.ts'

const BINARY = path.join(import.meta.dirname, '..', '..', 'bin', 'run.js')

/** Whether a small disk can be made for a test: user namespaces or root, as most Linux machines have. */
function canMount(): boolean {
  try {
    execFileSync('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs -o size=64k none /mnt'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

test.skipIf(!canMount())(
  'a disk that gets full: nothing is seen as an image, and the next pull asks for the rest (needs unshare)',
  async () => {
    const registry = await startForTest()
    registry.seed('team/api', await makeImage({ layers: [3_000_000, 200_000] }), ['1'])
    const cwd = await testFolder()
    const disk = path.join(cwd, 'disk')
    await mkdir(disk)
    const name = `${registry.host}/team/api:1`
    const script = [
      'mount -t tmpfs -o size=2m none disk',
      'promote() { "$NODE" "$BINARY" "$@" 2>&1; echo "exit $?"; }',
      'promote pull "$NAME"; echo "---"',
      'promote images; echo "---"',
      'find disk -name "*.*.*" -type f -size +100k | wc -l; echo "---"',
      'promote pull "$NAME" --output disk/out.tar; ls disk; echo "---"',
      'mount -o remount,size=16m disk',
      'promote pull -q "$NAME"; echo "---"',
      'promote push -q "$NAME"; echo "---"',
      'promote pull --output disk/out.tar -q "$NAME"; ls disk',
    ].join('\n')
    const env = {
      PATH: process.env.PATH,
      HOME: cwd,
      XDG_DATA_HOME: disk,
      XDG_CACHE_HOME: CACHE_FOLDER,
      NODE: process.execPath,
      BINARY,
      NAME: name,
    }
    const { stdout } = await promisify(execFile)('unshare', ['-rm', 'sh', '-c', script], { cwd, env })
    const [full, images, parts, file, again, pushed, written] = stdout.split('---\n')
    expect(full).toContain('cannot be written: the disk is full.')
    expect(full).toMatch(/exit 1\n$/)
    expect(images).toMatch(/^There are no images in /)
    expect(parts).toBe('1\n')
    expect(file).toMatch(/the disk is full[\s\S]*exit 1\npromote\n$/)
    expect(again).toBe(`${name}\nexit 0\n`)
    expect(pushed).toBe(`${name}\nexit 0\n`)
    expect(written).toBe(`${name}\nexit 0\nout.tar\npromote\n`)
    const ranges = registry.requests.flatMap(({ headers: { range } }) => (range === undefined ? [] : [range]))
    expect(ranges.at(-1)).toMatch(/^bytes=[1-9]\d+-/)
  },
)

test.skipIf(process.platform === 'win32')(
  'a data folder that may not be written is told before anything is asked',
  async () => {
    const registry = await startForTest()
    registry.seed('team/api', await makeImage(), ['1'])
    const cwd = await testFolder()
    const name = `${registry.host}/team/api:1`
    expect((await runPromote(['pull', name], { cwd })).code).toBe(0)
    const images = path.join(cwd, '.local', 'share', 'promote', 'images')
    const index = await readFile(path.join(images, 'index.json'), 'utf8')
    registry.clearRequests()
    const isRoot = process.getuid?.() === 0
    // Root may write anywhere: a disk that is read-only refuses it as well.
    const readOnly = async (args: readonly string[]) => {
      if (!isRoot) return runPromote(args, { cwd })
      const script = 'mount --bind . . && mount -o remount,ro,bind . && shift 0 && exec "$@"'
      const env = { PATH: process.env.PATH, HOME: cwd, XDG_CACHE_HOME: CACHE_FOLDER }
      return promisify(execFile)(
        'unshare',
        ['-rm', 'sh', '-c', script, 'sh', process.execPath, BINARY, ...args],
        {
          cwd: images,
          env,
        },
      ).then(
        ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
        (error: { code: number; stdout: string; stderr: string }) => error,
      )
    }
    if (isRoot && !canMount()) return
    for (const folder of [images, path.join(images, '.promote')]) await chmod(folder, 0o555)
    onTestFinished(async () => {
      for (const folder of [images, path.join(images, '.promote')]) await chmod(folder, 0o755)
    })
    expect((await readOnly(['images', '-q'])).code).toBe(0)
    for (const args of [
      ['pull', name],
      ['tag', name, 'x/y'],
      ['rmi', name],
    ]) {
      const refused = await readOnly(args)
      expect([args[0], refused.code]).toEqual([args[0], 1])
      expect(refused.stderr).toMatch(/cannot be (made|written|locked|read).*(read-only|this user may not)/)
    }
    expect(registry.requests).toEqual([])
    expect(await readFile(path.join(images, 'index.json'), 'utf8')).toBe(index)
    expect(await readdir(path.join(images, 'blobs', 'sha256'))).toHaveLength(4)
  },
)
