import type { GatedStep } from '../model/gates/gate.ts'

/** What a program can be told about a step, by the name that stands for it in an argument. */
export function valuesOf({ image, tag, digest, from, to }: GatedStep): Readonly<Record<string, string>> {
  return {
    image,
    tag: tag ?? '',
    digest,
    source: `${from.repository}@${digest}`,
    destination: to.repository,
    from: from.name,
    to: to.name,
  }
}

/**
 * An argument with each `{name}` of a value filled in, once: what a value holds is not looked through again. All other
 * braces stay as they are.
 */
export function fill(argument: string, values: Readonly<Record<string, string>>): string {
  return argument.replaceAll(/\{([a-z0-9]+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? '') : whole,
  )
}
