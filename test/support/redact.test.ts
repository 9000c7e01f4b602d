import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSecretHeader, redactText, redactUrl } from '../../src/support/redact.ts'

describe('what is printed holds no secret', () => {
  const secret = 'hunter2-Canary-0123456789'

  test.for([
    `https://user:${secret}@x.example/v2/`,
    `https://x.example/v2/a/blobs/uploads/1?_state=${secret}`,
    `https://x.example/b?X-Amz-Signature=${secret}&n=1`,
    `https://x.example/#${secret}`,
  ])('in a URL: %s', (url) => {
    expect(redactUrl(url)).not.toContain(secret)
    expect(redactText(`asked ${url} and failed`)).not.toContain(secret)
    expect(redactText(`asked "${url}".`)).toContain('x.example')
  })

  test('what is asked for stays readable in a URL', () => {
    expect(redactUrl('https://x.example/token?service=s&scope=repository:a:pull')).toBe(
      'https://x.example/token?service=s&scope=repository:a:pull',
    )
    expect(redactUrl('no url')).toBe('REDACTED')
  })

  test('in text: credentials and tokens', () => {
    const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N'
    const text = redactText(`Authorization: Bearer ${secret}, basic ${btoa(`user:${secret}`)}, token ${jwt}`)
    expect(text).not.toContain(secret)
    expect(text).not.toContain(btoa(`user:${secret}`).slice(0, 12))
    expect(text).not.toContain('eyJ')
  })

  test('any text comes back on one line, within the limit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const shown = redactText(text, 100)
        expect(shown.length).toBeLessThanOrEqual(100)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not be there
        expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/)
      }),
    )
  })

  test('secret headers', () => {
    expect(['Authorization', 'set-cookie', 'X-Registry-Auth', 'accept'].map(isSecretHeader)).toEqual([
      true,
      true,
      true,
      false,
    ])
  })
})
