/** The id oclif gives the root command, `src/commands/index.ts`. */
export const ROOT_COMMAND_ID = 'Symbol(SINGLE_COMMAND_CLI)'
