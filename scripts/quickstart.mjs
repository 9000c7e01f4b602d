// npm run quickstart: makes the checkout ready, builds, and shows a promotion on this machine alone.
import { ensureReady, main, run, SetupError } from './setup.mjs'

await main(async () => {
  await ensureReady()
  if ((await run('node', ['scripts/build.ts'])) !== 0) throw new SetupError('The build failed.')
  return run('node', ['examples/quickstart/quickstart.ts'])
})
