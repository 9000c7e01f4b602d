/** Ids that one program takes from another: MITRE's, GitHub's, and those of the Go, Rust and Python databases. */
const KNOWN =
  /\b(?:CVE-\d{4}-\d+|GHSA(?:-[0-9a-z]{4}){3}|GO-\d{4}-\d{4,}|RUSTSEC-\d{4}-\d{4}|PYSEC-\d{4}-\d+)/i

/**
 * The id of a vulnerability in the name of a rule, and that name: Grype's rules have the package behind the id, others a
 * title. A name without a known id is the id.
 */
export function idInRule(name: string): { readonly id: string; readonly aliases: readonly string[] } {
  const id = KNOWN.exec(name)?.[0]
  return id === undefined || id === name ? { id: name, aliases: [] } : { id, aliases: [name] }
}
