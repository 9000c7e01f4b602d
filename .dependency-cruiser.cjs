const { Visitor } = require('@swc/core/Visitor.js')

// swc parses `using` declarations, but its visitor does not know them and throws.
const visitStatement = Visitor.prototype.visitStatement
Visitor.prototype.visitStatement = function visitAny(statement) {
  if (statement.type !== 'UsingDeclaration') return visitStatement.call(this, statement)
  return { ...statement, decls: this.visitVariableDeclarators(statement.decls) }
}

// Who may import whom. A folder that is not in this table may import nothing.
const adapters = ['registry', 'registries', 'layout', 'ledger', 'git', 'documents']
const pure = ['model', 'oci', 'support']
const outer = ['wiring', 'pipeline', 'report', 'model', 'support']

/** Folder (or file) of src/ → the others it may import. Itself is always allowed. */
const mayImport = {
  start: ['cli', 'commands', ...outer],
  commands: ['cli', ...outer],
  // What all commands share: flags, the terminal, signals, how an error ends the process.
  cli: outer,
  action: outer,
  wiring: ['pipeline', 'engine', 'gates', 'report', ...adapters, ...pure],
  pipeline: ['engine', ...pure],
  engine: pure,
  gates: pure,
  report: pure,
  registry: ['registries', ...pure],
  registries: pure,
  layout: pure,
  ledger: pure,
  git: pure,
  documents: pure,
  model: ['oci', 'support'],
  oci: ['support'],
  support: [],
}

const inside = (names) => `^src/(${names.join('|')})(/|\\.ts$)`

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(mayImport).map(([name, others]) => ({
      name: `${name}-imports`,
      comment: `${name} may import ${others.join(', ') || 'nothing of ours'}.`,
      severity: 'error',
      from: { path: inside([name]) },
      to: { path: '^src/', pathNot: inside([name, ...others]) },
    })),
    {
      name: 'known-folder',
      comment: 'A new folder of src/ gets a line in the table of this file first.',
      severity: 'error',
      from: { path: '^src/', pathNot: inside(Object.keys(mayImport)) },
      to: {},
    },
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one, or a third is missing.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-tests-in-the-product',
      severity: 'error',
      from: { path: '^(src|bin)/' },
      to: { path: '^(test|bench|scripts|examples)/' },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      // bin/run.js imports the bundle, which is there only after a build.
      from: { pathNot: '^bin/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // TypeScript 7 has no JavaScript API for dependency-cruiser to parse with.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: '(node_modules|^dist)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
}
