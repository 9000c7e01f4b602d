/** The id of the root command: what `promote --from … --to …` runs without naming it. It is in no list of commands. */
export const ROOT_COMMAND_ID = 'promote'
