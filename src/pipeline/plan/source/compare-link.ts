import { withoutTrailing } from '../../../support/text/trailing.ts'

/** Digits of a revision in an address: enough to be the only one, few enough for a line. */
const DIGITS = 12

/**
 * The page that shows the commits between two revisions of a repository, always https: on GitHub, Gitea and Forgejo,
 * GitLab, Bitbucket, and Azure DevOps. Undefined for a source that is no address of a repository.
 * @param source the label org.opencontainers.image.source, whoever wrote it
 * @param from revision, 7 to 64 hex digits
 * @param to as `from`
 */
export function compareLink(source: string | undefined, from: string, to: string): string | undefined {
  const page = repositoryPage(source)
  if (page === undefined) return undefined
  const { hostname, pathname, href } = page
  const [short, shortTo] = [from.slice(0, DIGITS), to.slice(0, DIGITS)]
  // Azure DevOps and Bitbucket Server take whole commits alone.
  if (pathname.includes('/_git/')) return `${href}/branchCompare?baseVersion=GC${from}&targetVersion=GC${to}`
  if (/^\/projects\/[^/]+\/repos\/[^/]+$/.test(pathname))
    return `${href}/compare/commits?targetBranch=${from}&sourceBranch=${to}`
  // Bitbucket names the newer one first.
  if (hostname === 'bitbucket.org') return `${href}/branches/compare/${shortTo}..${short}`
  return `${href}${hostname.includes('gitlab') ? '/-' : ''}/compare/${short}...${shortTo}`
}

/** True where both labels lead to one repository. */
export function isSameRepository(one: string | undefined, other: string | undefined): boolean {
  return repositoryPage(one)?.href === repositoryPage(other)?.href
}

/** The page of a repository, by the forms of address that are in use; undefined for anything else: it becomes a link. */
function repositoryPage(source: string | undefined): URL | undefined {
  if (source === undefined) return undefined
  const text = withHttps(source)
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  // The clone address of Azure DevOps has the organisation before the @.
  if (url.pathname.includes('/_git/')) url.username = ''
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return undefined
  const path = withoutTrailing(url.pathname, '/').replace(/\.git$/, '')
  const bitbucket = /^\/scm\/([^/]+)\/([^/]+)$/.exec(path)
  return new URL(
    bitbucket === null ? path : `/projects/${bitbucket[1]}/repos/${bitbucket[2]}`,
    `https://${url.host}`,
  )
}

function withHttps(source: string): string {
  const azure = /^git@ssh\.dev\.azure\.com:v3\/([^/]+\/[^/]+)\/([^/]+)$/.exec(source)
  if (azure !== null) return `https://dev.azure.com/${azure[1]}/_git/${azure[2]}`
  const scp = /^git@([^:/]+):(.+)$/.exec(source) ?? /^ssh:\/\/git@([^:/]+)\/(.+)$/.exec(source)
  return scp === null ? source : `https://${scp[1]}/${scp[2]}`
}
