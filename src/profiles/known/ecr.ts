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
  repositoryForm: (host) =>
    host.toLowerCase() === PUBLIC ? { least: 2, written: 'ALIAS/REPOSITORY' } : undefined,
  loginCommand: (host) => {
    const region = /\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\./i.exec(host)?.[1]
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
      says: /repository with name [^\s]{1,300} does not exist/i,
      hint: 'ECR makes no repository when something is pushed: create it with `aws ecr create-repository --repository-name NAME`, or have a creation template for it.',
    },
  ],
}
