import { expect, test } from 'vitest'
import { proxyAuthorization, routerFrom } from '../../../src/registry/http/proxy.ts'

const env = {
  HTTPS_PROXY: 'http://proxy.example.com:3128',
  http_proxy: 'proxy.example.com:3129',
  NO_PROXY:
    'internal.example.com, .suffix.example.net,*.star.example.net,10.0.0.0/8,192.0.2.7,[2001:db8::1],port.example.com:8443',
}

test.each([
  ['https://registry.example.com', 'tunnel http://proxy.example.com:3128'],
  ['http://registry.example.com', 'forward http://proxy.example.com:3129'],
  ['https://internal.example.com', 'direct'],
  ['https://a.internal.example.com:5000', 'direct'],
  ['https://notinternal.example.com', 'tunnel http://proxy.example.com:3128'],
  ['https://a.suffix.example.net', 'direct'],
  ['https://suffix.example.net', 'tunnel http://proxy.example.com:3128'],
  ['https://a.star.example.net', 'direct'],
  ['https://10.20.30.40:5000', 'direct'],
  ['https://11.0.0.1', 'tunnel http://proxy.example.com:3128'],
  ['https://192.0.2.7', 'direct'],
  ['https://[2001:db8::1]:5000', 'direct'],
  ['https://port.example.com:8443', 'direct'],
  ['https://port.example.com', 'tunnel http://proxy.example.com:3128'],
  ['http://localhost:5000', 'direct'],
  ['https://127.0.0.1', 'direct'],
  ['https://[::1]:5000', 'direct'],
])('%s goes %s', (url, expected) => {
  const route = routerFrom(env)(new URL(url))
  expect(route.kind === 'direct' ? 'direct' : `${route.kind} ${route.proxy.origin}`).toBe(expected)
})

test('without variables, and with NO_PROXY=*, everything is reached directly', () => {
  const url = new URL('https://registry.example.com')
  expect(routerFrom({})(url).kind).toBe('direct')
  expect(routerFrom({ ...env, NO_PROXY: '*' })(url).kind).toBe('direct')
  expect(routerFrom({ HTTPS_PROXY: '', https_proxy: '' })(url).kind).toBe('direct')
})

test.each(['socks5://proxy.example.com', 'http://[nonsense'])(
  '%s is refused by the name of its variable',
  (text) => {
    expect(() => routerFrom({ HTTPS_PROXY: text })).toThrow(/^HTTPS_PROXY /)
  },
)

test('user and password of a proxy become a header', () => {
  const header = proxyAuthorization(new URL('http://me:p%40ss@proxy.example.com'))
  expect(header).toEqual({ 'proxy-authorization': `Basic ${Buffer.from('me:p@ss').toString('base64')}` })
  expect(proxyAuthorization(new URL('http://proxy.example.com'))).toEqual({})
})
