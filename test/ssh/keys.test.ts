import { execFileSync, spawn } from 'node:child_process'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { SshCheck, SshKeys } from '../../src/model/approvals/ssh.ts'
import { openSshKeys } from '../../src/ssh/keys.ts'
import { testFolder } from '../support/cli.ts'
import { hasSsh, makeKey, signByHand } from '../support/ssh.ts'

const AT = new Date('2026-11-24T10:00:00.500Z')

function keysWith(env: Readonly<Record<string, string>> = {}, hasTerminal = false): SshKeys {
  return openSshKeys({ env: { PATH: process.env.PATH ?? '', ...env }, hasTerminal })
}

function fileOf(name: string, text: string): SshCheck['allowedSigners'] {
  return { name, path: `/nowhere/${name}`, text }
}

describe.skipIf(!hasSsh)('SSH keys', () => {
  test('a signature of an allowed signer is good at the time it names, and names its key and all its people', async () => {
    const folder = await testFolder()
    const [kari, ola] = await Promise.all([makeKey(folder, 'kari'), makeKey(folder, 'ola')])
    const ssh = keysWith()
    const signed = await ssh.sign(kari.file, 'text')
    expect(signed.key).toBe(kari.fingerprint)
    expect(signed.sshsig).toMatch(/^-----BEGIN SSH SIGNATURE-----\n/)
    const check = (allowed: string, more: Partial<SshCheck> = {}) =>
      ssh.verify({
        ...{ text: 'text', sshsig: signed.sshsig, at: AT, allowedSigners: fileOf('signers', `${allowed}\n`) },
        ...more,
      })
    const bad = (why: string) => ({ kind: 'bad', why })
    const good = (...principals: string[]) => ({ kind: 'good', principals, key: kari.fingerprint })
    const mine = kari.publicKey
    expect(await check(`kari@example.com,kari ${mine}`)).toEqual(good('kari@example.com', 'kari'))
    expect(await check(`"Kari Nordmann,kari" namespaces="promote,git" ${mine}`)).toEqual(
      good('Kari Nordmann', 'kari'),
    )
    // A line that is broken hides no other.
    expect(await check(`x ssh-ed25519 AAAA\n*@example.com ${mine}`)).toEqual(good('*@example.com'))

    const key = kari.fingerprint
    expect(await check(`ola ${ola.publicKey}`)).toEqual(bad(`its key ${key} is not in signers`))
    expect(await check('')).toEqual(bad(`its key ${key} is not in signers`))
    expect(await check(`kari ${mine}`, { text: 'another text' })).toEqual(
      bad('its signature is not over what the entry says'),
    )
    expect(await check(`kari ${mine}`, { sshsig: 'x' })).toEqual(bad('what stands for its signature is none'))
    const other = await signByHand(folder, kari, 'text', 'git')
    expect(await check(`kari ${mine}`, { sshsig: other })).toEqual(
      bad('it is signed for "git", not for "promote"'),
    )
    expect(await check(`kari namespaces="git" ${mine}`)).toEqual(
      bad(`signers does not let its key ${key} sign in the namespace "promote"`),
    )

    // Times without a zone are UTC, wherever this runs.
    const at = AT.toISOString()
    const until = (before: string) => check(`kari valid-before="${before}" ${mine}`)
    expect(await until('20261124100100')).toEqual(good('kari'))
    expect(await until('20261124095900')).toEqual(bad(`its key ${key} had expired in signers by ${at}`))
    expect(await check(`kari valid-after="20261124100100" ${mine}`)).toEqual(
      bad(`its key ${key} was not valid yet in signers at ${at}`),
    )
  })

  test('a revoked key counts no more, by a list of keys and by a revocation list; what is neither is an error', async () => {
    const folder = await testFolder()
    const [kari, ola] = await Promise.all([makeKey(folder, 'kari'), makeKey(folder, 'ola')])
    const ssh = keysWith({ TZ: 'Asia/Tokyo' })
    const { sshsig } = await ssh.sign(kari.file, 'text')
    const list = path.join(folder, 'krl')
    execFileSync('ssh-keygen', ['-q', '-k', '-f', list, `${kari.file}.pub`])
    const check = (text: string) =>
      ssh.verify({
        ...{ text: 'text', sshsig, at: AT, allowedSigners: fileOf('signers', `kari ${kari.publicKey}\n`) },
        revoked: fileOf('revoked', text),
      })
    const revoked = { kind: 'bad', why: `its key ${kari.fingerprint} is revoked in revoked` }
    expect(await check(`${kari.publicKey}\n`)).toEqual(revoked)
    expect(await check(await readFile(list, 'latin1'))).toEqual(revoked)
    expect(await check(`${ola.publicKey}\n`)).toMatchObject({ kind: 'good' })
    expect(await check('')).toMatchObject({ kind: 'good' })
    await expect(check('garbage\n')).rejects.toMatchObject({
      code: 'failed',
      message:
        'The revoked keys in revoked cannot be read: it is no list of public keys and no revocation list of ssh-keygen.',
    })
  })

  test('a key with a passphrase: right, wrong, and nobody to ask', async () => {
    const folder = await testFolder()
    const key = await makeKey(folder, 'locked', 'open sesame')
    const asking = async (answer: string) => {
      const program = path.join(folder, `ask-${answer.length}`)
      await writeFile(program, `#!/bin/sh\necho '${answer}'\n`)
      await chmod(program, 0o700)
      return keysWith({ SSH_ASKPASS: program, SSH_ASKPASS_REQUIRE: 'force' })
    }
    expect((await (await asking('open sesame')).sign(key.file, 'text')).key).toBe(key.fingerprint)
    await expect((await asking('wrong')).sign(key.file, 'text')).rejects.toMatchObject({
      code: 'failed',
      message: `The key ${key.file} was not unlocked: no passphrase, or the wrong one.`,
    })
    await expect(keysWith().sign(key.file, 'text')).rejects.toMatchObject({
      details: { hint: expect.stringContaining(`ssh-add ${key.file}`) },
    })
  })

  test('a public key signs through an agent, and without one says what is missing', async () => {
    const folder = await testFolder()
    const key = await makeKey(folder, 'kari')
    await expect(keysWith().sign(`${path.join(folder, 'none')}`, 'text')).rejects.toMatchObject({
      code: 'usage',
      message: `There is no key ${path.join(folder, 'none')}.`,
    })
    await writeFile(path.join(folder, 'only.pub'), `${key.publicKey}\n`)
    await expect(keysWith().sign(path.join(folder, 'only.pub'), 'text')).rejects.toMatchObject({
      code: 'failed',
      message: `No agent has the private key of ${path.join(folder, 'only.pub')}.`,
    })
    const socket = path.join(folder, 'agent')
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] })
    try {
      await new Promise((resolve) => agent.stdout.once('data', resolve))
      execFileSync('ssh-add', ['-q', key.file], { env: { SSH_AUTH_SOCK: socket }, stdio: 'ignore' })
      const ssh = keysWith({ SSH_AUTH_SOCK: socket })
      expect((await ssh.sign(path.join(folder, 'only.pub'), 'text')).key).toBe(key.fingerprint)
    } finally {
      agent.kill()
    }
  })

  test('what is no key, what others may read, and a machine without ssh-keygen', async () => {
    const folder = await testFolder({ notes: 'not a key' })
    const key = await makeKey(folder, 'kari')
    await chmod(path.join(folder, 'notes'), 0o600)
    await expect(keysWith().sign(path.join(folder, 'notes'), 'text')).rejects.toMatchObject({
      code: 'usage',
      message: `${path.join(folder, 'notes')} is no SSH key.`,
    })
    await chmod(key.file, 0o644)
    await expect(keysWith().sign(key.file, 'text')).rejects.toMatchObject({
      message: `Others may read the key ${key.file}, so ssh-keygen does not use it.`,
    })
    await expect(
      openSshKeys({ env: { PATH: folder }, hasTerminal: false }).sign(key.file, 'text'),
    ).rejects.toMatchObject({
      code: 'failed',
      message: 'ssh-keygen cannot be used: it was not found.',
      details: { hint: expect.stringContaining('OpenSSH 8.7') },
    })
  })

  test('a certificate of an authority is who its principals say', async () => {
    const folder = await testFolder()
    const [authority, kari] = await Promise.all([makeKey(folder, 'authority'), makeKey(folder, 'kari')])
    execFileSync('ssh-keygen', [
      ...['-q', '-s', authority.file, '-I', 'kari', '-n', 'kari@example.com', '-V', '20261101:20261201'],
      `${kari.file}.pub`,
    ])
    const ssh = keysWith()
    const { sshsig, key } = await ssh.sign(`${kari.file}-cert.pub`, 'text')
    expect(key).toBe(kari.fingerprint)
    const check = (at: Date) =>
      ssh.verify({
        ...{ text: 'text', sshsig, at },
        allowedSigners: fileOf('signers', `*@example.com cert-authority ${authority.publicKey}\n`),
      })
    expect(await check(AT)).toEqual({ kind: 'good', principals: ['kari@example.com'], key })
    expect(await check(new Date('2027-01-01T00:00:00Z'))).toMatchObject({ kind: 'bad' })
  })
})
