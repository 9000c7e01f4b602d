import * as Flags from '@oclif/core/flags'
import { usage } from '../base/promote-command.ts'

/** How `login` is told who logs in: docker's flags, podman's question, keys of a cloud, variables of CI. */
export const loginFlags = {
  username: Flags.string({ char: 'u', helpValue: 'NAME', summary: 'User name.' }),
  password: Flags.string({
    char: 'p',
    helpValue: 'PASSWORD',
    summary: 'Password or token. Other users of this machine can see it: --password-stdin is better.',
  }),
  'password-stdin': Flags.boolean({ summary: 'Take the password or token from stdin.' }),
  'get-login': Flags.boolean({ summary: 'Say who is logged in, and do nothing.' }),
  'swr-ak': Flags.string({
    helpValue: 'AK',
    summary: "Access key of Huawei Cloud: makes SWR's user name and password from AK and SK.",
  }),
  'swr-sk-stdin': Flags.boolean({ summary: 'Take the secret key (SK) for --swr-ak from stdin.' }),
  'from-env': Flags.boolean({
    summary:
      'Log in with what CI gives its jobs: GITHUB_TOKEN for ghcr.io, CI_REGISTRY_PASSWORD or CI_JOB_TOKEN for GitLab.',
  }),
}

/** The values of {@link loginFlags}. */
export interface LoginFlags {
  readonly username: string | undefined
  readonly password: string | undefined
  readonly 'password-stdin': boolean
  readonly 'get-login': boolean
  readonly 'swr-ak': string | undefined
  readonly 'swr-sk-stdin': boolean
  readonly 'from-env': boolean
}

/** Where user name and password come from. */
export type LoginWay =
  | { readonly kind: 'get-login' }
  | { readonly kind: 'environment'; readonly username: string | undefined }
  | { readonly kind: 'keys'; readonly accessKey: string }
  | { readonly kind: 'stdin'; readonly username: string }
  /** What is not given is asked for. */
  | { readonly kind: 'given'; readonly username: string | undefined; readonly password: string | undefined }

/** Reads the flags as docker does. @throws PromoteError `usage` for those that do not go together */
export function wayOf(flags: LoginFlags): LoginWay {
  const { username, password } = flags
  // docker takes "-" for stdin.
  const fromStdin = flags['password-stdin'] || password === '-'
  if (fromStdin && password !== undefined && password !== '-') {
    throw usage('conflicting options: cannot specify both --password and --password-stdin')
  }
  if (username?.trim() === '') throw usage('username is empty')
  if (password === '') throw usage('password is empty')
  const accessKey = flags['swr-ak']
  if ((accessKey === undefined) === flags['swr-sk-stdin']) {
    throw usage('--swr-ak AK and --swr-sk-stdin go together.', 'The secret key (SK) is read from stdin.')
  }
  const ways = [
    ['--get-login', flags['get-login']],
    ['--from-env', flags['from-env']],
    ['--swr-ak', accessKey !== undefined],
    ['--password or --password-stdin', password !== undefined || flags['password-stdin']],
  ] as const
  const [first, second] = ways.filter(([, isGiven]) => isGiven).map(([flag]) => flag)
  if (second !== undefined) throw usage(`${first} and ${second} do not go together.`)
  if (username !== undefined && (flags['get-login'] || accessKey !== undefined)) {
    throw usage(`${first} and --username do not go together.`)
  }
  if (flags['get-login']) return { kind: 'get-login' }
  if (flags['from-env']) return { kind: 'environment', username }
  if (accessKey !== undefined) return { kind: 'keys', accessKey }
  if (!fromStdin) return { kind: 'given', username, password }
  if (username === undefined) throw usage('the --password-stdin option requires --username to be set')
  return { kind: 'stdin', username }
}
