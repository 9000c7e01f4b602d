import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { editJson } from '../../src/support/json-edit.ts'
import type { JsonObject } from '../../src/support/json-object.ts'

const style = { indent: '\t' }
const edit = (text: string, change: (before: JsonObject) => JsonObject): string => {
  const before = JSON.parse(text) as JsonObject
  return editJson(text, before, change(before), style)
}
const withAuth = (before: JsonObject): JsonObject => ({
  ...before,
  auths: { ...(before.auths as JsonObject), 'a.example.com': { auth: 'x' } },
})

describe('the text of a JSON object after a change', () => {
  test('is the same to the letter but for what changed', () => {
    const text =
      '{ "big": 12345678901234567890.10,\n  "odd" : [ 1,2 , {"a":"\\u003c"} ],\n\t"auths": {"b": {}}\n,"last": 1e3 }\n'
    expect(edit(text, withAuth)).toBe(
      text.replace('{"b": {}}', '{"b": {}, "a.example.com": {\n\t\t\t"auth": "x"\n\t\t}}'),
    )
  })

  test('has what is new at the end of its object, in the way of that object', () => {
    expect(edit('{}\n', withAuth)).toBe(
      '{\n\t"auths": {\n\t\t"a.example.com": {\n\t\t\t"auth": "x"\n\t\t}\n\t}\n}\n',
    )
    expect(edit('{\n\t"auths": {}\n}', withAuth)).toBe(
      '{\n\t"auths": {\n\t\t"a.example.com": {\n\t\t\t"auth": "x"\n\t\t}\n\t}\n}',
    )
    expect(edit('{\n\t"auths": {\n\t\t"b": {}\n\t}\n}', withAuth)).toBe(
      '{\n\t"auths": {\n\t\t"b": {},\n\t\t"a.example.com": {\n\t\t\t"auth": "x"\n\t\t}\n\t}\n}',
    )
  })

  test.for([
    ['{"a": 1, "b": 2, "c": 3}', 'a', '{"b": 2, "c": 3}'],
    ['{"a": 1, "b": 2, "c": 3}', 'b', '{"a": 1, "c": 3}'],
    ['{"a": 1, "b": 2, "c": 3}', 'c', '{"a": 1, "b": 2}'],
    ['{ "a": 1 }', 'a', '{}'],
  ] as const)('%s without %s', ([text, key, expected]) => {
    expect(
      edit(text, (before) => Object.fromEntries(Object.entries(before).filter(([name]) => name !== key))),
    ).toBe(expected)
  })

  test('says what it is to say, whatever it said', () => {
    const json = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { noNullPrototype: true })
    fc.assert(
      fc.property(json, json, fc.constantFrom(undefined, 1, '\t'), (one, other, indent) => {
        // Through JSON: it has no -0, and `__proto__` is a name like any other there.
        const [before, after] = [one, other].map((value) => JSON.parse(JSON.stringify(value)) as JsonObject)
        const text = JSON.stringify(before, undefined, indent)
        const merged = { ...before, ...after }
        expect(JSON.parse(editJson(text, before ?? {}, after ?? {}, style))).toEqual(after)
        expect(JSON.parse(editJson(text, before ?? {}, merged, style))).toEqual(merged)
        expect(editJson(text, before ?? {}, before ?? {}, style)).toBe(text)
      }),
    )
  })
})
