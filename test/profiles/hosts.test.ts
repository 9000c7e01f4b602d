import { expect, test } from 'vitest'
import { PROFILES, profileOf } from '../../src/profiles/index.ts'
import {
  apiHost,
  credentialKey,
  loginAdvice,
  loginFromKeys,
  refusedLoginHint,
  registryName,
} from '../../src/profiles/names.ts'

const hosts: readonly (readonly [string, string])[] = [
  ['docker.io', 'docker-hub'],
  ['index.docker.io', 'docker-hub'],
  ['Registry-1.Docker.io', 'docker-hub'],
  ['registry.hub.docker.com', 'docker-hub'],
  ['registry.cn-hangzhou.aliyuncs.com', 'alibaba'],
  ['registry-vpc.cn-shanghai.aliyuncs.com', 'alibaba'],
  ['crpi-0123.cn-beijing.personal.cr.aliyuncs.com', 'alibaba'],
  ['acme-registry.cn-hangzhou.cr.aliyuncs.com', 'alibaba'],
  ['acme.tencentcloudcr.com', 'tencent'],
  ['ccr.ccs.tencentyun.com', 'tencent'],
  ['swr.cn-north-4.myhuaweicloud.com', 'huawei'],
  ['ghcr.io', 'ghcr'],
  ['123456789012.dkr.ecr.eu-west-1.amazonaws.com', 'ecr'],
  ['123456789012.dkr.ecr-fips.us-east-1.amazonaws.com:443', 'ecr'],
  ['123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn', 'ecr'],
  ['123456789012.dkr-ecr.us-west-2.on.aws', 'ecr'],
  ['public.ecr.aws', 'ecr'],
  ['europe-north1-docker.pkg.dev', 'google'],
  ['gcr.io', 'google'],
  ['eu.gcr.io', 'google'],
  ['acme.azurecr.io', 'azure'],
  ['acme.azurecr.cn', 'azure'],
  ['quay.io', 'quay'],
  ['registry.gitlab.com', 'gitlab'],
]

test.for(hosts)('%s is %s, and nothing else', ([host, kind]) => {
  const name = host.toLowerCase().replace(/:\d+$/, '')
  const matching = PROFILES.filter((profile) => profile.hosts.some((pattern) => pattern.test(name)))
  expect(matching.map((profile) => profile.kind)).toEqual([kind])
  expect(profileOf(host)?.kind).toBe(kind)
})

test('every profile that has hosts is among them, and no kind is there twice', () => {
  const named = PROFILES.filter((profile) => profile.hosts.length > 0).map((profile) => profile.kind)
  expect(new Set(hosts.map(([, kind]) => kind))).toEqual(new Set(named))
  expect(new Set(PROFILES.map((profile) => profile.kind)).size).toBe(PROFILES.length)
})

test.for([
  'registry.example.com',
  'localhost:5000',
  '[::1]:5000',
  'harbor.example.com',
  'docker.io.example.com',
  'notdocker.io',
  'myquay.io',
  'azurecr.io.example.com',
  'gitlab.example.com',
])('%s tells nothing', (host) => {
  expect(profileOf(host)).toBeUndefined()
})

test("Docker Hub's names are one registry, with docker's key for it", () => {
  for (const name of ['docker.io', 'index.docker.io', 'REGISTRY-1.docker.io', 'registry.hub.docker.com']) {
    expect(registryName(name)).toBe('docker.io')
    expect(apiHost(name)).toBe('registry-1.docker.io')
    expect(credentialKey(name)).toBe('https://index.docker.io/v1/')
  }
  expect(apiHost('mirror.docker.io')).toBe('mirror.docker.io')
  expect(credentialKey('mirror.docker.io')).toBe('mirror.docker.io')
  expect([registryName('ghcr.io'), apiHost('ghcr.io'), credentialKey('ghcr.io')]).toEqual(
    Array(3).fill('ghcr.io'),
  )
})

test('a tag is removed where that takes the tag alone', () => {
  const ways = PROFILES.flatMap(({ kind, untag }) => (untag === undefined ? [] : [`${kind}: ${untag.kind}`]))
  expect(ways.sort()).toEqual([
    'azure: own-api',
    'distribution: manifest',
    'docker-hub: own-api',
    'gitlab: own-api',
    'harbor: own-api',
    'quay: manifest',
    'zot: manifest',
  ])
})

test.for([
  ['registry.example.com', 'promote login registry.example.com', ''],
  [
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
    'aws ecr get-login-password --region eu-west-1 | promote login --username AWS --password-stdin 123456789012.dkr.ecr.eu-west-1.amazonaws.com',
    '12 hours',
  ],
  [
    'public.ecr.aws',
    'aws ecr-public get-login-password --region us-east-1 | promote login --username AWS --password-stdin public.ecr.aws',
    '12 hours',
  ],
  ['europe-north1-docker.pkg.dev', 'gcloud auth configure-docker europe-north1-docker.pkg.dev', ''],
  ['acme.azurecr.io', 'az acr login --name acme', ''],
  ['ghcr.io', 'promote login ghcr.io', 'classic personal access token'],
  ['registry.gitlab.com', 'promote login registry.gitlab.com', 'write_registry'],
  ['quay.io', 'promote login quay.io', 'NAMESPACE+NAME'],
  ['acme.tencentcloudcr.com', 'promote login acme.tencentcloudcr.com', 'account ID'],
  ['swr.cn-north-4.myhuaweicloud.com', 'promote login swr.cn-north-4.myhuaweicloud.com', '@AK'],
  ['registry.cn-hangzhou.aliyuncs.com', 'promote login registry.cn-hangzhou.aliyuncs.com', 'console'],
] as const)('how to log in to %s', ([host, command, note]) => {
  expect(loginAdvice(host).command).toBe(command)
  expect(loginAdvice(host).note).toContain(note)
})

test.for([
  ['123456789012.dkr.ecr.eu-west-1.amazonaws.com', 'ann', 'no user name of Amazon ECR: it is AWS'],
  ['europe-north1-docker.pkg.dev', 'ann@example.com', 'it is oauth2accesstoken'],
  ['ccr.ccs.tencentyun.com', 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3', 'the account ID or tcr$NAME'],
  ['swr.cn-north-4.myhuaweicloud.com', 'ann', 'it is REGION@AK'],
  ['acme.azurecr.io', 'ann', '00000000-0000-0000-0000-000000000000'],
  ['registry.example.com', 'ann', 'Check the user name and the password.'],
] as const)('what is said where %s refuses the login of %s', ([host, username, hint]) => {
  expect(refusedLoginHint(host, username)).toContain(hint)
})

test.for([
  ['123456789012.dkr.ecr.eu-west-1.amazonaws.com', 'AWS'],
  ['europe-north1-docker.pkg.dev', '_json_key'],
  ['ccr.ccs.tencentyun.com', '100012345678'],
  ['swr.cn-north-4.myhuaweicloud.com', 'cn-north-4@AK'],
] as const)('%s may have the user name %s', ([host, username]) => {
  expect(refusedLoginHint(host, username)).toMatch(/^Check the user name/)
})

test("SWR's user name and password are made from an access key", () => {
  // printf AKEXAMPLE | openssl dgst -sha256 -hmac SKEXAMPLE
  const password = '0e88cbb99273df9955697b92044912a5883c7ea4463f1cae99013c9478dba7c0'
  expect(loginFromKeys('swr.cn-north-4.myhuaweicloud.com', 'AKEXAMPLE', 'SKEXAMPLE')).toEqual({
    username: 'cn-north-4@AKEXAMPLE',
    password,
  })
  expect(loginFromKeys('swr-api.cn-north-4.myhuaweicloud.com', 'AK', 'SK')).toBeUndefined()
  expect(loginFromKeys('quay.io', 'AK', 'SK')).toBeUndefined()
})
