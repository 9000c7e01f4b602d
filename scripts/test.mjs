// npm test: makes the checkout ready, builds, builds the test registries, runs the tests, and ends
// with one line of counts. Arguments go to vitest: npm test -- test/ledger
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { makeContainerBase } from './container-base.mjs'
import { ensureReady, isOnPath, main, root, run, SetupError, say, toolEnvironment } from './setup.mjs'

/** Fewer test files than this means that some went missing. Raise it as they grow in number. */
const fewestSuites = 320

/** Go programs that tests run, each in one pinned version, and the names of the suites that run them. */
const goTools = [
  { name: 'act', source: 'github.com/nektos/act@v0.2.89', suites: ['action', 'docs'] },
  {
    name: 'cosign',
    source: 'github.com/sigstore/cosign/v3/cmd/cosign@v3.1.3',
    suites: ['end-to-end', 'interop'],
  },
  { name: 'oras', source: 'oras.land/oras/cmd/oras@v1.3.6', suites: ['interop'] },
  { name: 'regctl', source: 'github.com/regclient/regclient/cmd/regctl@v0.11.7', suites: ['interop'] },
]

const registriesSource = path.join(root, 'test', 'registries')
const registriesOutput = path.join(root, '.cache', 'registries')
const report = path.join(root, '.cache', 'test-report.json')
const isCi = process.env.CI === 'true'

await main(async () => {
  try {
    return await testAll(process.argv.slice(2))
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    say(error.message)
    process.stdout.write('0 passed, 1 failed, 0 skipped\n')
    return 1
  }
})

async function testAll(filters) {
  await ensureReady()
  if ((await run('node', ['scripts/build.ts'])) !== 0) throw new SetupError('The build failed.')
  await buildRegistries()
  // Go takes the processor, the base of containers takes the network.
  await Promise.all([installGoTools(filters), isWanted(['containers'], filters) && makeContainerBase(isCi)])
  rmSync(report, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const exit = await run('node', ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...filters])
  return conclude(exit, filters.length === 0)
}

/** Whether what these suites need is to be made: everything was asked for, or one of them. */
function isWanted(suites, filters) {
  return filters.length === 0 || filters.some((filter) => suites.some((name) => filter.includes(name)))
}

/**
 * Builds the Go registries when their sources are newer than what is there. Without Go the suites
 * that need them are skipped on a laptop; with CI=true that is a failure.
 */
async function buildRegistries() {
  const stamp = path.join(registriesOutput, 'sources')
  const wanted = digestOfRegistrySources()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  if (!isOnPath('go', 'version')) {
    const sentence = 'Go is not on PATH, so the real registries under test/registries/ cannot be built'
    if (isCi) throw new SetupError(`${sentence}: install it, CI does not skip them.`)
    say(`${sentence}: 3 registries and crane are missing, tests that need them are skipped.`)
    return
  }
  say('Building the test registries (once) …')
  mkdirSync(registriesOutput, { recursive: true })
  const crane = 'github.com/google/go-containerregistry/cmd/crane'
  const args = [
    'build',
    '-trimpath',
    '-buildvcs=false',
    '-o',
    `${registriesOutput}${path.sep}`,
    './...',
    crane,
  ]
  if ((await run('go', args, { cwd: registriesSource })) !== 0) {
    if (isCi) throw new SetupError('The test registries did not build.')
    say('The test registries did not build: tests that need them are skipped.')
    return
  }
  writeFileSync(stamp, wanted)
}

async function installGoTools(filters) {
  for (const tool of goTools) if (isWanted(tool.suites, filters)) await installGoTool(tool)
}

/** Installs a Go program beside the registries, once for each version; where it cannot be, as {@link buildRegistries} does. */
async function installGoTool({ name, source }) {
  const stamp = path.join(registriesOutput, `${name}.source`)
  const isBuilt = existsSync(path.join(registriesOutput, name)) && existsSync(stamp)
  if (isBuilt && readFileSync(stamp, 'utf8') === source) return
  const sentence = `${source} is not installed`
  if (!isOnPath('go', 'version')) {
    if (isCi)
      throw new SetupError(`${sentence}, and Go is not on PATH: install it, CI does not skip what needs it.`)
    say(`${sentence}, as Go is not on PATH: tests that need it are skipped.`)
    return
  }
  say(`Installing ${name} (once; it takes minutes) …`)
  mkdirSync(registriesOutput, { recursive: true })
  const env = { ...toolEnvironment(), GOBIN: registriesOutput, GOFLAGS: '-trimpath' }
  if ((await run('go', ['install', source], { env })) !== 0) {
    if (isCi) throw new SetupError(`${sentence}: go install failed.`)
    say(`${sentence}: go install failed. Tests that need it are skipped.`)
    return
  }
  writeFileSync(stamp, source)
}

function digestOfRegistrySources() {
  const hash = createHash('sha256')
  for (const file of readdirSync(registriesSource, { recursive: true }).sort()) {
    if (!/\.(go|mod|sum)$/.test(file)) continue
    hash.update(`${file}\0`).update(readFileSync(path.join(registriesSource, file)))
  }
  return hash.digest('hex')
}

/**
 * Prints what failed and the counts, from vitest's own report.
 *
 * @param exit     vitest's exit code
 * @param isWhole  whether everything was asked for, so that missing suites count
 * @returns the exit code to end with
 */
function conclude(exit, isWhole) {
  if (!existsSync(report)) {
    say('vitest wrote no report: it did not run the tests.')
    process.stdout.write('0 passed, 1 failed, 0 skipped\n')
    return 1
  }
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'))
  const tests = testResults.flatMap((suite) =>
    suite.assertionResults.map((test) => ({ ...test, suite: suite.name })),
  )
  const failures = tests
    .filter((test) => test.status === 'failed')
    .map((test) => `${path.relative(root, test.suite)}: ${test.fullName}`)
  for (const suite of testResults) {
    // A file that cannot be loaded, or whose hooks fail, has no failed test to show for it.
    const isSilent =
      suite.status === 'failed' && !suite.assertionResults.some((test) => test.status === 'failed')
    if (isSilent) failures.push(`${path.relative(root, suite.name)}: ${suite.message || 'the file failed'}`)
  }
  if (isWhole) failures.push(...missingSuites(testResults.map((suite) => path.relative(root, suite.name))))
  if (exit !== 0 && failures.length === 0) failures.push(`vitest ended with exit code ${exit}`)
  const passed = tests.filter((test) => test.status === 'passed').length
  if (passed === 0 && failures.length === 0) failures.push('no test ran')
  const skipped = tests.length - passed - tests.filter((test) => test.status === 'failed').length
  for (const [reason, count] of skipReasons(tests))
    process.stdout.write(`skipped: ${count} tests: ${reason}\n`)
  for (const failure of failures) process.stdout.write(`failed: ${failure}\n`)
  process.stdout.write(`${passed} passed, ${failures.length} failed, ${skipped} skipped\n`)
  return failures.length === 0 ? 0 : 1
}

/** Why tests were skipped, from the titles of their suites (see describeWith in test/support), and how many. */
function skipReasons(tests) {
  const counts = new Map()
  for (const { status, fullName } of tests) {
    const reason = /\[skipped: ([^\]]+)\]/.exec(fullName)?.[1]
    if (reason && status !== 'passed') counts.set(reason, (counts.get(reason) ?? 0) + 1)
  }
  return counts
}

/** What is wrong with the list of suites that ran, compared with the test files that git knows. */
function missingSuites(ran) {
  const listed = spawnSync('git', ['ls-files', 'test/*.test.ts'], { cwd: root, encoding: 'utf8' })
  const expected = (listed.stdout ?? '')
    .split('\n')
    .filter((file) => file !== '' && existsSync(path.join(root, file)))
  const missing = expected
    .filter((file) => !ran.includes(file))
    .map((file) => `${file}: the suite did not run`)
  if (ran.length < fewestSuites) {
    missing.push(`only ${ran.length} suites ran, expected at least ${fewestSuites}`)
  }
  return missing
}
