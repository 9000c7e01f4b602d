import { cp, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** The checkout whose Action the workflows run. */
export const root = path.join(import.meta.dirname, '..', '..')

/**
 * Other people's actions that the workflows use, with as much of them as the tests need, on one disk: a checkout is a
 * clone of the repository at `$TEST_ORIGIN`, an artifact is a folder below `$TEST_ARTIFACTS`.
 */
const STAND_INS: Readonly<Record<string, string>> = {
  'actions/checkout': [
    'name: checkout',
    'inputs: { ref: { default: main }, persist-credentials: { default: "true" } }',
    'runs:',
    '  using: composite',
    '  steps:',
    '    - shell: bash',
    '      run: git clone --quiet --branch "${{ inputs.ref }}" "$TEST_ORIGIN" .',
  ].join('\n'),
  'actions/upload-artifact': [
    'name: upload',
    'inputs: { name: { required: true }, path: { required: true }, if-no-files-found: { default: warn } }',
    'runs:',
    '  using: composite',
    '  steps:',
    '    - shell: bash',
    '      run: |',
    '        mkdir -p "$TEST_ARTIFACTS/${{ inputs.name }}"',
    '        cp -r ${{ inputs.path }} "$TEST_ARTIFACTS/${{ inputs.name }}/"',
  ].join('\n'),
  'actions/download-artifact': [
    'name: download',
    'inputs: { name: { required: true } }',
    'runs:',
    '  using: composite',
    '  steps:',
    '    - shell: bash',
    '      run: cp -r "$TEST_ARTIFACTS/${{ inputs.name }}/." .',
  ].join('\n'),
}

/**
 * Writes every action a workflow uses into `folder`: stand-ins for other people's, and of this repository what a runner
 * needs of it, `action.yml` and `action/dist`.
 * @returns what act is told: `owner/name@ref=FOLDER` for each
 */
export async function actionsOf(workflow: string, folder: string): Promise<readonly string[]> {
  const used = new Set(
    [...workflow.matchAll(/uses:\s*([\w-]+\/[\w-]+)@(\S+)/g)].map(([, name, ref]) => `${name}@${ref}`),
  )
  return Promise.all(
    [...used].map(async (reference) => {
      const [name = ''] = reference.split('@', 1)
      const place = path.join(folder, reference.replaceAll('/', '+'))
      await mkdir(place, { recursive: true })
      const standIn = STAND_INS[name]
      if (standIn !== undefined) await writeFile(path.join(place, 'action.yml'), `${standIn}\n`)
      else if (name === 'OWNER/promote') await placeOurs(place)
      else throw new Error(`The tests have no stand-in for ${name}.`)
      return `${reference}=${place}`
    }),
  )
}

async function placeOurs(place: string): Promise<void> {
  await cp(path.join(root, 'action.yml'), path.join(place, 'action.yml'))
  await cp(path.join(root, 'action', 'dist'), path.join(place, 'action', 'dist'), { recursive: true })
}
