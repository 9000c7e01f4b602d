const { Visitor } = require('@swc/core/Visitor.js')

// swc parses `using` declarations, but its visitor does not know them and throws.
const visitStatement = Visitor.prototype.visitStatement
Visitor.prototype.visitStatement = function visitAny(statement) {
  if (statement.type !== 'UsingDeclaration') return visitStatement.call(this, statement)
  return { ...statement, decls: this.visitVariableDeclarators(statement.decls) }
}

// Who may import whom: the table of docs/architecture.md. A folder that is not in it may import nothing.
const adapters = ['registry', 'layout', 'ledger', 'git', 'documents']
const base = ['model', 'oci', 'support']
const outer = ['wiring', 'pipeline', 'report', ...base]

/** Folder (or file) of src/ → the others it may import. Itself is always allowed. */
const mayImport = {
  start: ['cli', 'commands', ...outer],
  commands: ['cli', ...outer],
  // What all commands share: flags, the terminal, signals, how an error ends the process.
  cli: outer,
  action: outer,
  wiring: ['pipeline', 'engine', 'gates', 'report', 'profiles', ...adapters, ...base],
  pipeline: ['engine', 'gates', ...base],
  engine: base,
  gates: base,
  report: base,
  registry: ['profiles', ...base],
  profiles: base,
  layout: base,
  ledger: base,
  git: base,
  documents: base,
  model: ['oci', 'support'],
  oci: ['support'],
  support: [],
}

/**
 * The rooms of src/registry/, lowest first: each may import itself and those before it. `.` are the files of the folder
 * itself (client, endpoint, exchange).
 */
const registryRooms = ['http', 'failures', 'auth', '.', 'repository']

const registryRoom = (room) => (room === '.' ? '^src/registry/[^/]+$' : `^src/registry/${room}/`)

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
    ...registryRooms.map((room, index) => ({
      name: `registry-${room === '.' ? 'root' : room}-imports`,
      comment: `registry/${room} may import ${registryRooms.slice(0, index).join(', ') || 'no other room'} of src/registry/.`,
      severity: 'error',
      from: { path: registryRoom(room) },
      to: {
        path: '^src/registry/',
        pathNot: registryRooms
          .slice(0, index + 1)
          .map(registryRoom)
          .join('|'),
      },
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
