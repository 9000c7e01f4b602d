import { readFile } from 'node:fs/promises'

/**
 * Number of the pull request a run belongs to, from the event its runner wrote down (`GITHUB_EVENT_PATH`): of
 * `pull_request`, `pull_request_target`, `pull_request_review` and of comments on a pull request; undefined for others.
 */
export async function pullRequestNumber(eventPath: string | undefined): Promise<number | undefined> {
  if (eventPath === undefined || eventPath === '') return undefined
  const event = objectOf(parse(await readFile(eventPath, 'utf8').catch(() => '')))
  const issue = objectOf(event.issue)
  const subject = 'pull_request' in issue ? issue : objectOf(event.pull_request)
  return typeof subject.number === 'number' && Number.isSafeInteger(subject.number)
    ? subject.number
    : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
