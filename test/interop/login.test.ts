import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digestOf } from '../../src/oci/digest.ts'
import { type CliResult, promotionFile, runPromote, testFolder } from '../support/cli.ts'
import { type Containers, startContainers } from '../support/containers.ts'
import { type DockerDaemon, dockerMissing, startDocker } from '../support/docker.ts'
import { makeImage } from '../support/images.ts'
import { toolPath } from '../support/programs.ts'
import { type RunningRegistry, startRegistry } from '../support/real-registries.ts'
import { describeWithTools, runTool } from '../support/tools.ts'
import { writeLayout } from './scene.ts'

const LONG = { timeout: 120_000 }
const [USER, PASSWORD] = ['ann', 'canary-51be-password']
const KINDS = ['htpasswd', 'token'] as const

/** A home folder, and a registry that wants a login. */
interface Scene {
  readonly home: string
  readonly host: string
  promote(words: readonly string[], input?: string): Promise<CliResult>
  tool(program: string, ...args: readonly string[]): Promise<string>
  podman(...args: readonly string[]): Promise<string>
  docker(...args: readonly string[]): Promise<string>
}

/** Another program that logs in to registries, reads and writes there. */
interface Tool {
  readonly name: string
  logIn(scene: Scene): Promise<unknown>
  /** Writes what it reads under the tag 1.0 of a repository under a tag with its own name. */
  copy(scene: Scene, repository: string): Promise<unknown>
}

const TOOLS: readonly Tool[] = [
  {
    name: 'crane',
    logIn: ({ tool, host }) => tool('crane', 'auth', 'login', host, '-u', USER, '-p', PASSWORD),
    copy: ({ tool }, repository) => tool('crane', '--insecure', 'tag', `${repository}:1.0`, 'crane'),
  },
  {
    name: 'skopeo',
    logIn: ({ tool, host }) =>
      tool('skopeo', 'login', '--tls-verify=false', '-u', USER, '-p', PASSWORD, host),
    copy({ tool }, repository) {
      const plain = ['--insecure-policy', 'copy', '--src-tls-verify=false', '--dest-tls-verify=false']
      return tool('skopeo', ...plain, `docker://${repository}:1.0`, `docker://${repository}:skopeo`)
    },
  },
  {
    name: 'oras',
    logIn: ({ tool, host }) => tool('oras', 'login', '--plain-http', '-u', USER, '-p', PASSWORD, host),
    copy: ({ tool }, repository) => tool('oras', 'tag', '--plain-http', `${repository}:1.0`, 'oras'),
  },
  {
    name: 'regctl',
    logIn: ({ tool, host }) => tool('regctl', 'registry', 'login', '-u', USER, '-p', PASSWORD, host),
    copy: ({ tool }, repository) =>
      tool('regctl', 'image', 'copy', `${repository}:1.0`, `${repository}:regctl`),
  },
  {
    name: 'podman',
    logIn: ({ podman, host }) => podman('login', '-u', USER, '-p', PASSWORD, host),
    async copy({ podman }, repository) {
      await podman('pull', '--quiet', `${repository}:1.0`)
      await podman('push', '--quiet', `${repository}:1.0`, `docker://${repository}:podman`)
    },
  },
  {
    name: 'docker',
    logIn: ({ docker, host }) => docker('login', '-u', USER, '-p', PASSWORD, host),
    async copy({ docker }, repository) {
      await docker('pull', '--quiet', `${repository}:1.0`)
      await docker('tag', `${repository}:1.0`, `${repository}:docker`)
      await docker('push', '--quiet', `${repository}:docker`)
      await docker('rmi', '--force', `${repository}:1.0`, `${repository}:docker`)
    },
  },
]

const PROGRAMS = [...TOOLS.map(({ name }) => name), 'distribution', 'htpasswd']

describeWithTools(PROGRAMS, 'a login', { missing: dockerMissing() }, () => {
  const registries = new Map<(typeof KINDS)[number], RunningRegistry>()
  let daemon: DockerDaemon
  let containers: Containers

  beforeAll(async () => {
    const users = { [USER]: PASSWORD }
    const auths = [
      { kind: 'htpasswd', user: USER, password: PASSWORD },
      { kind: 'token', server: { users }, oneHost: true },
    ] as const
    for (const auth of auths) registries.set(auth.kind, await startRegistry('distribution3', { auth }))
    daemon = await startDocker()
    containers = await startContainers({ insecure: [...registries.values()].map(({ host }) => host) })
  }, 120_000)

  afterAll(async () => {
    await containers.close()
    await daemon.close()
    for (const registry of registries.values()) await registry.close()
  }, 120_000)

  async function setScene(kind: (typeof KINDS)[number]): Promise<Scene> {
    const home = await testFolder()
    const host = registries.get(kind)?.host ?? ''
    const places = { HOME: home, XDG_RUNTIME_DIR: home }
    const tool: Scene['tool'] = (program, ...args) => runTool(home, program, ...args)
    // What regctl knows of hosts is not docker's to keep.
    await tool('regctl', 'registry', 'set', '--tls', 'disabled', '--skip-check', host)
    return {
      home,
      host,
      tool,
      promote: (words, input = '') => runPromote(words, { cwd: home, input, env: { XDG_RUNTIME_DIR: home } }),
      podman: async (...args) => {
        const env = { ...containers.env, ...places }
        return (await promisify(execFile)(toolPath('podman') ?? 'podman', args, { env, cwd: home })).stdout
      },
      docker: (...args) => tool('docker', ...daemon.flags, ...args),
    }
  }

  test.each(KINDS)('of promote to a registry with %s serves every other tool', LONG, async (kind) => {
    const scene = await setScene(kind)
    const { home, host, promote, tool } = scene
    const said = await promote(['login', '-u', USER, '--password-stdin', host], PASSWORD)
    expect(said, said.stderr).toMatchObject({ code: 0, stdout: 'Login Succeeded\n' })
    const repository = `${host}/from-promote/app`
    await writeLayout(path.join(home, 'made', 'app'), await makeImage())
    const file = promotionFile(host, { app: '1.0' }).replace(`${host}/test/`, 'oci:made/')
    await writeFile(path.join(home, 'promotion.yaml'), file.replace('/prod/', '/from-promote/'))
    const promoted = await promote(['--from', 'test', '--to', 'prod', '--yes'])
    expect(promoted.code, promoted.stderr).toBe(0)
    for (const { name, copy } of TOOLS) {
      await copy(scene, repository).catch((error: unknown) => {
        throw new Error(`${name} does not get in`, { cause: error })
      })
    }
    const listed = await tool('skopeo', 'list-tags', '--tls-verify=false', `docker://${repository}`)
    expect(JSON.parse(listed).Tags.sort()).toEqual(['1.0', ...TOOLS.map(({ name }) => name)].sort())
    const raw = (tag: string): Promise<string> =>
      tool('skopeo', 'inspect', '--raw', '--tls-verify=false', `docker://${repository}:${tag}`)
    const pushed = digestOf(await raw('1.0'))
    // podman and docker write a manifest of their own; the others copy the bytes.
    for (const tag of ['crane', 'skopeo', 'oras', 'regctl'])
      expect(digestOf(await raw(tag)), tag).toBe(pushed)
    expect((await promote(['logout', host])).stdout).toBe(`Removing login credentials for ${host}\n`)
    await expect(raw('1.0')).rejects.toThrow(/unauthorized|authentication required/i)
  })

  describe.each(KINDS)('to a registry with %s', (kind) => {
    test.each(TOOLS)('of $name serves promote', LONG, async ({ logIn }) => {
      const scene = await setScene(kind)
      const { host, promote } = scene
      await logIn(scene)
      const existing = await promote(['login', host])
      expect(existing, existing.stderr).toMatchObject({ code: 0, stdout: 'Login Succeeded\n' })
      expect(existing.stderr).toContain('Authenticating with existing credentials...')
      expect(await promote(['login', '--get-login', host])).toMatchObject({ code: 0, stdout: `${USER}\n` })
    })
  })
})
