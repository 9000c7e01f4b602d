/** undici's agent alone: the whole package takes thirty milliseconds longer to load. */
declare module 'undici/lib/dispatcher/agent.js' {
  import type { Agent } from 'undici'

  const AgentClass: typeof Agent
  export = AgentClass
}
