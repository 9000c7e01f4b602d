import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { PromoteCommand, usage } from '../cli/base/promote-command.ts'
import { writeText } from '../cli/output.ts'
import type { LogoutReport } from '../model/result.ts'
import { parseServer } from '../oci/reference.ts'
import { leftLoginText, logoutText } from '../report/text/registry/login.ts'
import { logOut, logOutOfAll } from '../wiring/logins.ts'

/** Logs out of a registry. */
export default class Logout extends PromoteCommand {
  static override summary = 'Log out of a registry: forget the login to it, also for docker and others.'
  static override examples = [
    '<%= config.bin %> logout registry.example.com',
    '<%= config.bin %> logout',
    '<%= config.bin %> logout --all',
  ]
  static override args = {
    server: Args.string({ ignoreStdin: true, description: 'The registry; default: Docker Hub.' }),
  }
  static override flags = {
    all: Flags.boolean({ char: 'a', summary: 'Forget all logins.' }),
  }

  async run(): Promise<LogoutReport> {
    const { args, flags } = await this.parse(Logout)
    if (flags.all && args.server !== undefined) throw usage('Name a SERVER or --all, not both.')
    const surroundings = this.surroundings(flags)
    if (flags.all) return this.shown(await logOutOfAll(surroundings))
    const { report, isStillSent } = await logOut(parseServer(args.server ?? ''), surroundings)
    this.shown(report)
    const [only] = report.registries
    if (isStillSent && only !== undefined) writeText(process.stderr, leftLoginText(only.registry))
    return report
  }

  private shown(report: LogoutReport): LogoutReport {
    this.print(() => logoutText(report))
    return report
  }
}
