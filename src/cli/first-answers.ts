import { createInterface } from 'node:readline/promises'

/** What a first promotion file is made from. */
export interface FirstAnswers {
  /** In promotion order. */
  readonly environments: readonly { readonly name: string; readonly repository: string }[]
  readonly images: readonly { readonly name: string; readonly select: string }[]
}

/** Asks a person at a terminal for what a first file needs; an empty answer takes what stands in brackets. */
export async function askFirstAnswers(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  signal: AbortSignal,
): Promise<FirstAnswers> {
  const lines = createInterface({ input, output })
  const ask = async (question: string, preset: string): Promise<string> => {
    const answer = await lines.question(`${question} [${preset}]: `, { signal })
    return answer.trim() === '' ? preset : answer.trim()
  }
  try {
    const names = words(await ask('Environments, in promotion order', 'dev, test, prod'))
    const template = await ask(
      'Repository of an image; {env} and {image} are filled in',
      'registry.example.com/{env}/{image}',
    )
    const images = words(await ask('Images', 'api'))
    const select = await ask('Tag or glob to promote, or "newest" for the newest version', 'newest')
    return {
      environments: names.map((name) => ({ name, repository: template.replaceAll('{env}', name) })),
      images: images.map((name) => ({ name, select })),
    }
  } finally {
    lines.close()
  }
}

function words(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '')
}
