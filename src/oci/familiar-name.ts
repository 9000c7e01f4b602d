/** A repository or reference as docker shows it to people: what is on Docker Hub without its host, and official images without `library/`. */
export function familiarName(name: string): string {
  return name.replace(/^docker\.io\/(?:library\/(?=[^/]+$))?/, '')
}
