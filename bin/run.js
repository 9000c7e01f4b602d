#!/usr/bin/env node
import module from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(`promote needs Node 22.19 or later; this is ${process.version}.\n`)
  process.exit(1)
}
module.enableCompileCache()
const { start } = await import('../dist/start.js')
await start(process.argv.slice(2), dirname(dirname(fileURLToPath(import.meta.url))))
