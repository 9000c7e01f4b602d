/** How Docker Hub is written, reached and kept in credential files. Everything else treats it as any registry. */
export const DOCKER_HUB = {
  /** The name people write. */
  host: 'docker.io',
  /** Where its registry API answers. */
  apiHost: 'registry-1.docker.io',
  /** Its key in docker's own credential files and helpers. */
  credentialKey: 'https://index.docker.io/v1/',
  /** Other names for it, as found in credential files. */
  aliases: ['docker.io', 'index.docker.io', 'registry-1.docker.io', 'registry.hub.docker.com'],
} as const

/** True for any of Docker Hub's names. */
export function isDockerHub(host: string): boolean {
  return (DOCKER_HUB.aliases as readonly string[]).includes(host.toLowerCase())
}
