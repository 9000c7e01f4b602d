/**
 * Hosted registries where `DELETE …/manifests/TAG` takes the manifest and its other tags along (Azure), is refused,
 * or is not known to remove the tag alone. Servers that people run themselves (distribution, zot, Harbor, Nexus, GitLab)
 * remove the tag alone or refuse.
 */
const NOT_BY_TAG: readonly RegExp[] = [
  /(^|\.)docker\.io$/,
  /(^|\.)azurecr\.(io|cn|us)$/,
  /(^|\.)amazonaws\.com(\.cn)?$/,
  /(^|\.)on\.aws$/,
  /(^|\.)(pkg\.dev|gcr\.io)$/,
  /(^|\.)ghcr\.io$/,
  /(^|\.)aliyuncs\.com$/,
  /(^|\.)(tencentcloudcr\.com|tencentyun\.com)$/,
  /(^|\.)myhuaweicloud\.com$/,
]

/** Whether a tag may be deleted by name on this host without risk to the manifest or its other tags. */
export function removesTagAlone(host: string): boolean {
  const name = host.toLowerCase().replace(/:\d+$/, '')
  return !NOT_BY_TAG.some((pattern) => pattern.test(name))
}
