// Who may import whom in src/. .dependency-cruiser.cjs holds the code to it, and a test holds the picture in
// docs/architecture.md to it. A folder that is not in it may import nothing.
const adapters = ['registry', 'layout', 'ledger', 'git', 'signing', 'ssh', 'documents']
const base = ['model', 'oci', 'support']
const outer = ['wiring', 'pipeline', 'report', ...base]

/** Folder (or file) of src/ → the others it may import. Itself is always allowed. */
exports.mayImport = {
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
  signing: base,
  ssh: base,
  documents: base,
  model: ['oci', 'support'],
  oci: ['support'],
  support: [],
}

/**
 * The rooms of a folder, lowest first: each may import itself and those before it. `.` are the files of the folder itself
 * (of the registry: client, endpoint, exchange).
 */
exports.rooms = {
  registry: ['http', 'failures', 'auth', '.', 'repository', 'lookup'],
  ledger: ['chain', 'file'],
}

/** The forms of a report, and what each may take from the others: all the words, and progress what text draws with. */
exports.forms = {
  words: [],
  text: ['words'],
  markdown: ['words'],
  progress: ['words', 'text'],
}
