import { printableJson, printableLines } from '../support/printable.ts'

/**
 * Writes text for people. All that the command line shows goes out here or by {@link writeJson}, errors, requests and
 * stacks too: whatever a registry or a file put into it, it moves no cursor and gives no command to a CI runner.
 */
export function writeText(stream: NodeJS.WritableStream, text: string): void {
  stream.write(printableLines(text))
}

/** Writes one JSON document. */
export function writeJson(stream: NodeJS.WritableStream, document: unknown): void {
  stream.write(`${printableJson(JSON.stringify(document, null, 2))}\n`)
}

/**
 * Writes content as it is, byte for byte, for programs to read and to hash. On a terminal it is text for people, as by
 * {@link writeText}.
 */
export function writeBytes(stream: NodeJS.WriteStream, bytes: Uint8Array): void {
  if (stream.isTTY) writeText(stream, `${Buffer.from(bytes).toString('utf8')}\n`)
  else stream.write(bytes)
}
