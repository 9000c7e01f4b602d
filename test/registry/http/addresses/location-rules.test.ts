import { expect, test } from 'vitest'
import { isLoopback, isMachineLocal } from '../../../../src/registry/http/addresses/addresses.ts'
import { nextUrl, sameOrigin, withParameter } from '../../../../src/registry/http/addresses/location-rules.ts'

const registry = new URL('https://registry.example.com/v2/a/blobs/uploads/')

test.each([
  ['/v2/a/blobs/uploads/1?_state=s', 'https://registry.example.com/v2/a/blobs/uploads/1?_state=s'],
  ['1?x=y', 'https://registry.example.com/v2/a/blobs/uploads/1?x=y'],
  ['https://storage.example.net/b?sig=s', 'https://storage.example.net/b?sig=s'],
  ['https://registry.example.com:443/x', 'https://registry.example.com/x'],
  ['https://user:secret@registry.example.com/x#part', 'https://registry.example.com/x'],
  ['http://registry.example.com/v2/x', 'https://registry.example.com/v2/x'],
  ['http://registry.example.com:80/v2/x', 'https://registry.example.com/v2/x'],
  ['https://10.1.2.3/x', 'https://10.1.2.3/x'],
  ['https://[64:ff9b::8.8.8.8]/x', 'https://[64:ff9b::808:808]/x'],
  ['https://[64:ff9b:1:808:8:800::]/x', 'https://[64:ff9b:1:808:8:800::]/x'],
  ['https://[2002:808:808::1]/x', 'https://[2002:808:808::1]/x'],
  ['https://[2001:db8::1]/x', 'https://[2001:db8::1]/x'],
])('a public registry may lead to %s', (location, expected) => {
  expect(nextUrl(registry, location, 'upload location').href).toBe(expected)
})

test('a registry behind a TLS proxy on another port is answered on that port', () => {
  const from = new URL('https://registry.example.com:8443/v2/')
  expect(nextUrl(from, 'http://registry.example.com/v2/x', 'upload location').href).toBe(
    'https://registry.example.com:8443/v2/x',
  )
})

test.each([
  'http://storage.example.net/x',
  'https://127.0.0.1/x',
  'https://127.9.9.9:8443/x',
  'https://localhost/x',
  'https://LOCALHOST./x',
  'https://a.localhost/x',
  'https://[::1]/x',
  'https://[::ffff:127.0.0.1]/x',
  'https://2130706433/x',
  'https://0.0.0.0/x',
  'https://[::]/x',
  'https://169.254.169.254/latest/meta-data',
  'https://[fe80::1]/x',
  'https://[fd00:ec2::254]/x',
  'https://[fd20:ce::254]/x',
  'https://100.100.100.200/latest/meta-data',
  'https://168.63.129.16/machine',
  'https://192.0.0.192/x',
  'https://metadata.google.internal/computeMetadata/v1/',
  'https://METADATA.google.internal./x',
  'https://[::127.0.0.1]/x',
  'https://[::ffff:169.254.169.254]/x',
  'https://[::ffff:0:127.0.0.1]/x',
  'https://[64:ff9b::127.0.0.1]/x',
  'https://[64:ff9b::169.254.169.254]/x',
  'https://[64:ff9b:1::169.254.169.254]/x',
  'https://[64:ff9b:1:a9fe:a9:fe00::]/x',
  'https://[64:ff9b:1:2:a9:fea9:fe00::]/x',
  'https://[2002:7f00:1::1]/x',
  'https://[2002:a9fe:a9fe::]/x',
  'https://[2001:0:a9fe:a9fe::]/x',
  'https://[2001:0:102:304:0:0:80ff:fffe]/x',
  'ftp://registry.example.com/x',
  'file:///etc/passwd',
  'https://',
])('a public registry may not lead to %s', (location) => {
  expect(() => nextUrl(registry, location, 'redirect')).toThrow(
    expect.objectContaining({ name: 'PromoteError', code: 'protocol' }),
  )
})

test('a loopback registry may lead to loopback', () => {
  const from = new URL('http://127.0.0.1:5000/v2/')
  expect(nextUrl(from, 'http://localhost:6000/token', 'token endpoint').href).toBe(
    'http://localhost:6000/token',
  )
})

test('credentials belong to a scheme, a host and a port', () => {
  const base = new URL('https://registry.example.com')
  expect(sameOrigin(base, new URL('https://registry.example.com:443/x'))).toBe(true)
  expect(sameOrigin(base, new URL('https://registry.example.com:444/x'))).toBe(false)
  expect(sameOrigin(base, new URL('http://registry.example.com/x'))).toBe(false)
})

test('a parameter is added to a signed query without touching it', () => {
  const url = new URL('https://h.example.com/u?_state=a%2Fb+c%20d==&x')
  expect(withParameter(url, 'digest', 'sha256:ab').href).toBe(
    'https://h.example.com/u?_state=a%2Fb+c%20d==&x&digest=sha256%3Aab',
  )
  expect(withParameter(new URL('https://h.example.com/u'), 'digest', 'd').search).toBe('?digest=d')
})

test.each([
  ['localhost', true],
  ['localhost:5000', true],
  ['127.0.0.1:5000', true],
  ['127.255.255.254', true],
  ['[::1]:5000', true],
  ['::1', true],
  ['10.0.0.1:5000', false],
  ['192.168.1.1', false],
  ['localhost.example.com', false],
  ['notlocalhost', false],
  ['128.0.0.1', false],
])('%s is loopback: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected)
  if (expected) expect(isMachineLocal(host)).toBe(true)
})
