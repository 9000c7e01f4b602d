const { forms, mayImport, rooms } = require('./scripts/import-table.cjs')
const { Visitor } = require('@swc/core/Visitor.js')

// swc parses `using` declarations, but its visitor does not know them and throws.
const visitStatement = Visitor.prototype.visitStatement
Visitor.prototype.visitStatement = function visitAny(statement) {
  if (statement.type !== 'UsingDeclaration') return visitStatement.call(this, statement)
  return { ...statement, decls: this.visitVariableDeclarators(statement.decls) }
}

/** Folders of a room, `.` for the files of the folder itself. */
const room = (folder, name) => (name === '.' ? `^src/${folder}/[^/]+$` : `^src/${folder}/${name}/`)

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
    ...Object.entries(rooms).flatMap(([folder, names]) =>
      names.map((name, index) => ({
        name: `${folder}-${name === '.' ? 'root' : name}-imports`,
        comment: `${folder}/${name} may import ${names.slice(0, index).join(', ') || 'no other room'} of src/${folder}/.`,
        severity: 'error',
        from: { path: room(folder, name) },
        to: {
          path: `^src/${folder}/`,
          pathNot: names
            .slice(0, index + 1)
            .map((one) => room(folder, one))
            .join('|'),
        },
      })),
    ),
    ...Object.entries(forms).map(([form, others]) => ({
      name: `report-${form}-imports`,
      comment: `report/${form} may import ${others.join(', ') || 'no other form'} of src/report/.`,
      severity: 'error',
      from: { path: room('report', form) },
      to: {
        path: '^src/report/[^/]+/',
        pathNot: [form, ...others].map((one) => room('report', one)).join('|'),
      },
    })),
    {
      name: 'chain-knows-no-files',
      comment: 'Lines and hashes come from any stream: a ledger in git has no file.',
      severity: 'error',
      from: { path: '^src/ledger/chain/' },
      to: { path: '^(node:)?fs(/promises)?$' },
    },
    {
      name: 'known-folder',
      comment: 'A new folder of src/ gets a line in scripts/import-table.cjs first.',
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
