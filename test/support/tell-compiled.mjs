// Loaded before a program: says on stderr, of each script that it makes, whether its code came from what an earlier run kept.
import vm from 'node:vm'

const { Script } = vm
vm.Script = class extends Script {
  constructor(source, options) {
    super(source, options)
    const isKept = options.cachedData !== undefined && !this.cachedDataRejected
    process.stderr.write(`${options.filename.split('/').at(-1)} ${isKept ? 'kept' : 'compiled'}\n`)
  }
}
