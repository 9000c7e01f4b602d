import { machinePlatform, type PlatformChoice } from '../../pipeline/images/platform.ts'
import { usage } from '../base/promote-command.ts'

const PLATFORM = /^[a-z0-9]+\/[a-z0-9_]+(?:\/v?[a-z0-9.]+)?$/

/** Names of architectures that people know, and what they are called in images. */
const SAME: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  aarch64: 'arm64',
  armhf: 'arm/v7',
  i386: '386',
}

/** What `--platform` asks for; without it that of this machine. @throws PromoteError `usage` */
export function platformChoice(value: string | undefined): PlatformChoice {
  if (value === undefined) return { kind: 'machine', platform: machinePlatform(process.arch) }
  if (value === 'all') return { kind: 'all' }
  const text = value.toLowerCase()
  if (!PLATFORM.test(text))
    throw usage(
      `"${value}" is no platform.`,
      'Examples: linux/amd64, linux/arm64, linux/arm/v7, windows/amd64, all',
    )
  const [os, architecture = '', ...variant] = text.split('/')
  return { kind: 'only', platform: [os, SAME[architecture] ?? architecture, ...variant].join('/') }
}
