import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'

interface LockedPackage {
  readonly resolved?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const lockFile = path.join(import.meta.dirname, '..', '..', 'package-lock.json')
const { packages } = JSON.parse(await readFile(lockFile, 'utf8')) as {
  packages: Record<string, LockedPackage>
}

test('names no registry, so that each machine installs from its own', () => {
  expect(Object.keys(packages).filter((place) => packages[place]?.resolved !== undefined)).toEqual([])
})

test('has the packages of every system, or npm ci refuses it', () => {
  const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isLocked(place, name)),
  )
  expect(missing).toEqual([])
})

/** Whether the package at `place` finds `name` in its own node_modules or in one above. */
function isLocked(place: string, name: string): boolean {
  if (`${place === '' ? '' : `${place}/`}node_modules/${name}` in packages) return true
  return place !== '' && isLocked(place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/'))), name)
}
