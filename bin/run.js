#!/usr/bin/env node
import module from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import v8 from 'node:v8'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(`promote needs Node 22.19 or later; this is ${process.version}.\n`)
  process.exit(1)
}
// Young objects here are small and die at once. A young generation that does not grow is collected often enough to free the
// chunks of blobs that hang on them: docs/decisions/memory.md has what it saves.
v8.setFlagsFromString('--semi-space-growth-factor=1')
module.enableCompileCache()
const { start } = await import('../dist/start.js')
await start(process.argv.slice(2), dirname(dirname(fileURLToPath(import.meta.url))))
