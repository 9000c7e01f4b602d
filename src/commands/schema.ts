import { PromoteCommand } from '../cli/base/promote-command.ts'
import { promotionSchema } from '../wiring/promotion.ts'

/** Prints the schema of promotion files. */
export default class Schema extends PromoteCommand {
  static override summary = 'Print the JSON Schema of promotion files, for editors.'
  static override description =
    'Save it beside the promotion file and begin that file with the line "# yaml-language-server: $schema=promotion.schema.json". "promote init" does both.'
  static override examples = ['<%= config.bin %> schema > promotion.schema.json']

  async run(): Promise<unknown> {
    await this.parse(Schema)
    const text = await promotionSchema(this.config.root)
    this.printDocument(text)
    return JSON.parse(text)
  }
}
