import type { RegistryProfile } from '../../model/profile.ts'

const PUBLIC = 'public.ecr.aws'

/** Amazon's Elastic Container Registry: `ACCOUNT.dkr.ecr.REGION.amazonaws.com`, and the public gallery. */
export const ECR: RegistryProfile = {
  kind: 'ecr',
  name: 'Amazon ECR',
  hosts: [/(?:^|\.)amazonaws\.com(?:\.cn)?$/, /(?:^|\.)on\.aws$/, /^public\.ecr\.aws$/],
  search: {
    kind: 'none',
    why: 'ECR lists its repositories by the API of AWS alone: aws ecr describe-repositories. The public gallery is searched on gallery.ecr.aws.',
  },
  hostProblem,
  repositoryForm: (host) =>
    host.toLowerCase() === PUBLIC ? { least: 2, written: 'ALIAS/REPOSITORY' } : undefined,
  loginCommand: (host) => {
    const region = regionOf(host)
    const from =
      host.toLowerCase() === PUBLIC
        ? 'ecr-public get-login-password --region us-east-1'
        : `ecr get-login-password${region === undefined ? '' : ` --region ${region}`}`
    return `aws ${from} | promote login --username AWS --password-stdin ${host}`
  },
  login: { written: 'AWS', users: /^AWS$/ },
  loginNote: 'That password lasts for 12 hours; the credential helper ecr-login renews it.',
  advice: [
    {
      says: /repository with name '?([a-z0-9][a-z0-9._/-]{0,255})?[^\s]{0,300} does not exist/i,
      hint: ({ host, found: [, name = 'NAME'] }) =>
        `ECR makes no repository when something is pushed: create it with \`${creation(host, name)}\`, or have a creation template for it.`,
    },
  ],
  known: {
    mounts: {
      says: 'A setting of the account (BLOB_MOUNTING), within one account, region and encryption.',
      from: 'its documented answers',
      source: "AWS's documentation",
    },
    referrers: {
      says: 'It has the API; some manifests with a subject are refused with 405.',
      from: 'its documented answers',
      source: 'sigstore-js issue 1183',
    },
    deletion: {
      says: 'By the API of AWS alone.',
      from: 'its documented answers',
      source: 'the ECR adapter of goharbor/harbor',
    },
    immutability: {
      says: 'A setting of a repository; the same digest is refused too.',
      from: 'its documented answers',
      source: 'reports by users',
    },
  },
}

function creation(host: string, name: string): string {
  if (host.toLowerCase() === PUBLIC) {
    return 'aws ecr-public create-repository --repository-name NAME --region us-east-1'
  }
  const region = regionOf(host)
  return `aws ecr create-repository --repository-name ${name}${region === undefined ? '' : ` --region ${region}`}`
}

function regionOf(host: string): string | undefined {
  return /\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\./i.exec(host)?.[1]
}

const FORM =
  'ACCOUNT.dkr.ecr.REGION.amazonaws.com, with the twelve digits of the account and a region such as eu-west-1'

/** An account and a region are in the host, so a slip in either shows before anything is asked. */
function hostProblem(host: string): { readonly message: string; readonly hint: string } | undefined {
  const name = host.toLowerCase()
  if (name === PUBLIC) return undefined
  const wrong = (what: string): { message: string; hint: string } => ({
    message: `${host} is no host of ECR: ${what}.`,
    hint: `It is ${FORM}.`,
  })
  const parts =
    /^([^.]+)\.dkr[.-]ecr(?:-fips)?\.([^.]+)\.(amazonaws\.com|amazonaws\.com\.cn|on\.aws|on\.amazonwebservices\.com\.cn)$/.exec(
      name,
    )
  if (parts === null) return wrong('it does not name an account and a region')
  const [, account = '', region = '', domain = ''] = parts
  if (!/^\d{12}$/.test(account)) return wrong(`${account} is no account`)
  if (!/^[a-z]{2,8}(?:-[a-z]{1,16}){1,3}-\d{1,2}$/.test(region)) return wrong(`${region} is no region`)
  if (region.startsWith('cn-') !== domain.endsWith('.cn')) {
    return wrong(`${region} is ${region.startsWith('cn-') ? 'under' : 'not under'} amazonaws.com.cn`)
  }
  return undefined
}
