import { expect, test } from 'vitest'
import { imagesFolder } from '../../src/wiring/images.ts'

test.each([
  ['linux', { HOME: '/home/ada' }, '/home/ada/.local/share/promote/images'],
  ['linux', { HOME: '/home/ada', XDG_DATA_HOME: '/data' }, '/data/promote/images'],
  ['linux', { HOME: '/home/ada', XDG_DATA_HOME: 'relative' }, '/home/ada/.local/share/promote/images'],
  ['darwin', { HOME: '/Users/ada' }, '/Users/ada/Library/Application Support/promote/images'],
  ['win32', { HOME: '/ada', LOCALAPPDATA: '/ada/Local' }, '/ada/Local/promote/images'],
  ['win32', { HOME: '/ada' }, '/ada/AppData/Local/promote/images'],
] as const)('on %s with %j images are in %s', (platform, env, folder) => {
  expect(imagesFolder(env, platform)).toBe(folder)
})
