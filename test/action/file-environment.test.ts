import { expect, test } from 'vitest'
import { fileEnvironment } from '../../src/action/file-environment.ts'

const withheld = [
  ...[
    'INPUT_REGISTRIES',
    'ACTIONS_RUNTIME_URL',
    'GITHUB_TOKEN',
    'Db_Password',
    'AWS_SECRET_ACCESS_KEY',
    'API_KEY',
  ],
  ...[
    'NPM_AUTH',
    'DOCKER_AUTH_CONFIG',
    'github_pat',
    'MYSQL_PWD',
    'PGPASS',
    'SSHKEY',
    'PRIVATEKEY',
    'APP_PW',
  ],
  ...['CRED', 'AZURE_CREDS', 'HTTPS_PROXY', 'DEPLOY_KEY_PEM'],
]
const given = ['REGISTRY', 'PWD', 'TEAM', 'GITHUB_REPOSITORY', 'KEYCLOAK_HOST', 'PATH']

test('a promotion file is given no variable whose name says credential', () => {
  const env = Object.fromEntries([...withheld, ...given].map((name) => [name, 'value']))
  expect(Object.keys(fileEnvironment(env))).toEqual(given)
})
