import * as Args from '@oclif/core/args'
import { usage } from '../cli/base/promote-command.ts'
import { RegistryCommand } from '../cli/base/registry-command.ts'
import { askProof, canAsk } from '../cli/login/ask-proof.ts'
import { type FoundLogin, loginFromEnvironment } from '../cli/login/from-environment.ts'
import { type LoginWay, loginFlags, wayOf } from '../cli/login/login-flags.ts'
import { readSecret } from '../cli/login/secret-input.ts'
import { writeText } from '../cli/output.ts'
import type { LoginReport } from '../model/result.ts'
import { parseServer } from '../oci/reference.ts'
import { existingLoginText, LOGGED_IN, readableWarning, whoText } from '../report/text/registry/login.ts'
import { PromoteError } from '../support/errors.ts'
import { type ExistingLogin, existingLogin, isReadOnTheWay, logIn, proofFromKeys } from '../wiring/logins.ts'
import type { Registries } from '../wiring/registries.ts'

/** Logs in to a registry. */
export default class Login extends RegistryCommand {
  static override summary = 'Log in to a registry, for docker, podman and other tools too.'
  static override description =
    'The login is tried first, then kept where docker keeps it: in the credential helper that its config file names, else in that file. No SERVER is Docker Hub.'
  static override examples = [
    '<%= config.bin %> login -u ann registry.example.com',
    'echo "$TOKEN" | <%= config.bin %> login -u ann --password-stdin ghcr.io',
    '<%= config.bin %> login --get-login registry.example.com',
    '<%= config.bin %> login --from-env',
    'echo "$SK" | <%= config.bin %> login --swr-ak "$AK" --swr-sk-stdin swr.cn-north-4.myhuaweicloud.com',
  ]
  static override args = {
    server: Args.string({ ignoreStdin: true, description: 'The registry; default: Docker Hub.' }),
  }
  static override flags = loginFlags

  async run(): Promise<LoginReport> {
    const { args, flags } = await this.parse(Login)
    const way = wayOf(flags)
    const server = args.server === undefined ? undefined : parseServer(args.server)
    const host = server ?? parseServer('')
    if (way.kind === 'given' && way.password !== undefined) {
      this.warnLoudly('Using --password via the CLI is insecure. Use --password-stdin.')
    }
    return this.withRegistries(flags, async (registries) => {
      if (way.kind === 'get-login') return this.whoIs(registries, host)
      const found = await this.proofOf(registries, way, server)
      const report = found.kind === 'existing' ? found.report : await this.tryAndKeep(registries, found.login)
      this.print(() => LOGGED_IN)
      return report
    })
  }

  private async whoIs(registries: Registries, host: string): Promise<LoginReport> {
    const existing = await existingLogin(registries, host, this.stop)
    if (existing === undefined) throw new PromoteError('failed', `Not logged into ${host}.`)
    const report = existing.report(false)
    this.print(() => whoText(report))
    return report
  }

  private async proofOf(
    registries: Registries,
    way: Exclude<LoginWay, { kind: 'get-login' }>,
    server: string | undefined,
  ): Promise<Proved> {
    const host = server ?? parseServer('')
    switch (way.kind) {
      case 'environment':
        return { kind: 'new', login: loginFromEnvironment(process.env, server, way.username) }
      case 'keys': {
        // That a key makes a login there at all is known before one is read.
        proofFromKeys(host, way.accessKey, '')
        const secretKey = await this.secret('secret key')
        return { kind: 'new', login: { host, proof: proofFromKeys(host, way.accessKey, secretKey) } }
      }
      case 'stdin': {
        const password = await this.secret('password')
        return { kind: 'new', login: { host, proof: { username: way.username, password } } }
      }
      case 'given':
        return this.given(registries, host, way)
      default:
        return way satisfies never
    }
  }

  /** As docker does: where nothing is given, the login that is there is tried first; what is not given is asked for. */
  private async given(
    registries: Registries,
    host: string,
    { username, password }: Extract<LoginWay, { kind: 'given' }>,
  ): Promise<Proved> {
    if (username !== undefined && password !== undefined) {
      return { kind: 'new', login: { host, proof: { username, password } } }
    }
    const isOpen = username === undefined && password === undefined
    const existing = isOpen ? await existingLogin(registries, host, this.stop) : undefined
    const report = existing === undefined ? undefined : await this.again(existing)
    if (report !== undefined) return { kind: 'existing', report }
    const known = { host, username, password, preset: existing?.username }
    return { kind: 'new', login: { host, proof: await askProof(known, this.stop) } }
  }

  /** Undefined where it is refused and another one can be asked for. @throws PromoteError the refusal, where none can */
  private async again(existing: ExistingLogin): Promise<LoginReport | undefined> {
    writeText(process.stderr, existingLoginText(existing.username))
    try {
      return existing.report(await existing.check())
    } catch (error) {
      if (!(error instanceof PromoteError) || error.code !== 'unauthorized' || !canAsk()) throw error
      writeText(process.stderr, `Login did not succeed, error: ${error.message}\n`)
      return undefined
    }
  }

  private async tryAndKeep(registries: Registries, { host, proof }: FoundLogin): Promise<LoginReport> {
    if (isReadOnTheWay(registries, host)) {
      this.warnLoudly(`${host} speaks plain HTTP: everybody on the way can read the password.`)
    }
    const { report, readableIn } = await logIn(registries, host, proof, this.stop)
    if (readableIn !== undefined) writeText(process.stderr, readableWarning(readableIn))
    if (!report.checked) {
      writeText(process.stderr, `${host} asks for no login: whether this one is right is not known.\n`)
    }
    return report
  }

  private async secret(what: string): Promise<string> {
    const text = await readSecret(process.stdin, this.stop)
    if (text === '') throw usage(`The ${what} on stdin is empty.`)
    return text
  }
}

/** The login that is there, or one to be tried and kept. */
type Proved =
  | { readonly kind: 'existing'; readonly report: LoginReport }
  | { readonly kind: 'new'; readonly login: FoundLogin }
