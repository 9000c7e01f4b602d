import { basename, resolve } from 'node:path'
import {
  type AgeRule,
  type ApprovalsRule,
  type CommandRule,
  type GateRule,
  type GateRules,
  type LabelsRule,
  type NamedFile,
  NO_GATES,
  type OrderRule,
  type RequireRule,
  type SignatureRule,
  type Signer,
  type SoakRule,
  type VulnerabilitiesRule,
} from '../../model/gates/rules.ts'
import type { PromotionFile } from '../generated/promotion-types.ts'
import { milliseconds } from './duration.ts'

/** What an environment may say under `gates`. */
type WrittenGates = NonNullable<PromotionFile['environments'][number]['gates']>

type Written<Name extends keyof WrittenGates> = NonNullable<WrittenGates[Name]>

/** How long a program of the gate `command` may take. */
const DEFAULT_COMMAND_TIMEOUT_MS = 60_000

/** The content of the files that gates name, by the name after `${VAR}`. */
export type GateFiles = ReadonlyMap<string, NamedFile>

/** The gates of an environment with their defaults, each in its long form. The file was checked: what it names was read. */
export function gatesOf(gates: WrittenGates | undefined, files: GateFiles, folder: string): GateRules {
  if (gates === undefined) return NO_GATES
  const { order, soak, freeze, signature, referrers, platforms, labels, age } = gates
  const { vulnerabilities, approvals, command } = gates
  return {
    order: order === undefined ? NO_GATES.order : orderOf(order),
    ...(soak === undefined ? {} : { soak: soakOf(soak) }),
    ...(freeze === undefined
      ? {}
      : { freeze: { ...baseOf(freeze), timezone: freeze.timezone, windows: freeze.windows } }),
    ...(signature === undefined ? {} : { signature: signatureOf(signature, files) }),
    ...(referrers === undefined ? {} : { referrers: requireOf(referrers) }),
    ...(platforms === undefined ? {} : { platforms: requireOf(platforms) }),
    ...(labels === undefined ? {} : { labels: labelsOf(labels) }),
    ...(age === undefined ? {} : { age: ageOf(age) }),
    ...(vulnerabilities === undefined ? {} : { vulnerabilities: vulnerabilitiesOf(vulnerabilities, folder) }),
    ...(approvals === undefined ? {} : { approvals: approvalsOf(approvals, files) }),
    ...(command === undefined ? {} : { command: [command].flat().map(commandOf) }),
  }
}

/** What every long form may say. */
interface WrittenRule {
  readonly appliesTo?: readonly ('promotion' | 'rollback')[]
  readonly overridable?: boolean
}

function baseOf({ appliesTo = ['promotion'], overridable = true }: WrittenRule): GateRule {
  return { appliesTo: [...new Set(appliesTo)], overridable }
}

function orderOf(order: Written<'order'>): OrderRule {
  return typeof order === 'string'
    ? { ...baseOf({}), require: order }
    : { ...baseOf(order), require: order.require }
}

function soakOf(soak: Written<'soak'>): SoakRule {
  if (typeof soak === 'string') return { ...baseOf({}), forMs: milliseconds(soak), since: 'outcome' }
  return { ...baseOf(soak), forMs: milliseconds(soak.for), since: soak.since ?? 'outcome' }
}

function signatureOf(signature: Written<'signature'>, files: GateFiles): SignatureRule {
  if (Array.isArray(signature)) {
    return { ...baseOf({}), anyOf: false, signers: signature.map((signer) => signerOf(signer, files)) }
  }
  const { all, anyOf } = signature
  const signers = [...(anyOf ?? all ?? [])].map((signer) => signerOf(signer, files))
  return { ...baseOf(signature), anyOf: anyOf !== undefined, signers }
}

type WrittenSigner = Extract<Written<'signature'>, readonly unknown[]>[number]

function signerOf(signer: WrittenSigner, files: GateFiles): Signer {
  const { key, identity, issuer, trustedRoot, predicateType } = signer
  const attested = predicateType === undefined ? {} : { predicateType }
  if (key !== undefined) return { kind: 'key', key: fileOf(key, files), ...attested }
  return {
    kind: 'keyless',
    identity: identity ?? '',
    issuer: issuer ?? '',
    trustedRoot: fileOf(trustedRoot ?? '', files),
    ...attested,
  }
}

function fileOf(name: string, files: GateFiles): NamedFile {
  return files.get(name) ?? { name, path: name, text: '' }
}

function requireOf(rule: Written<'referrers'> | Written<'platforms'>): RequireRule {
  return Array.isArray(rule)
    ? { ...baseOf({}), require: [...new Set(rule)] }
    : { ...baseOf(rule), require: [...new Set(rule.require)] }
}

function labelsOf({ match, appliesTo, overridable, ...labels }: Written<'labels'>): LabelsRule {
  const values = Object.entries(match ?? labels).map(([name, value]) => [name, [value ?? []].flat()] as const)
  return {
    ...baseOf({
      ...(appliesTo === undefined ? {} : { appliesTo }),
      ...(overridable === undefined ? {} : { overridable }),
    }),
    match: Object.fromEntries(values) as Record<string, string[]>,
  }
}

function ageOf({ most, least, ...base }: Written<'age'>): AgeRule {
  return {
    ...baseOf(base),
    ...(most === undefined ? {} : { mostMs: milliseconds(most) }),
    ...(least === undefined ? {} : { leastMs: milliseconds(least) }),
  }
}

function vulnerabilitiesOf(rule: Written<'vulnerabilities'>, folder: string): VulnerabilitiesRule {
  const { report, file, most, maxAge, except } = rule
  return {
    ...baseOf(rule),
    report,
    most,
    ...(file === undefined ? {} : { file: resolve(folder, file) }),
    ...(maxAge === undefined ? {} : { maxAgeMs: milliseconds(maxAge) }),
    except: except ?? [],
  }
}

function approvalsOf(rule: Written<'approvals'>, files: GateFiles): ApprovalsRule {
  if (typeof rule === 'number') return { ...baseOf({}), count: rule, selfApproval: false }
  const { count, allowedSigners, revoked, selfApproval, validFor } = rule
  return {
    ...baseOf(rule),
    count,
    ...(allowedSigners === undefined ? {} : { allowedSigners: fileOf(allowedSigners, files) }),
    ...(revoked === undefined ? {} : { revoked: fileOf(revoked, files) }),
    selfApproval: selfApproval ?? false,
    ...(validFor === undefined ? {} : { validForMs: milliseconds(validFor) }),
  }
}

type WrittenCommand = Exclude<Written<'command'>, readonly unknown[]>

function commandOf(rule: WrittenCommand): CommandRule {
  const [program = ''] = rule.run
  return {
    ...baseOf(rule),
    run: rule.run,
    // A text for the shell is no name.
    name: rule.name ?? (rule.shell ? 'command' : basename(program)),
    shell: rule.shell ?? false,
    env: [...new Set(rule.env)],
    timeoutMs: rule.timeout === undefined ? DEFAULT_COMMAND_TIMEOUT_MS : milliseconds(rule.timeout),
  }
}
