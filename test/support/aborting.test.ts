import { getEventListeners } from 'node:events'
import { describe, expect, test } from 'vitest'
import { LinkedAbort, onAbort } from '../../src/support/aborting.ts'

describe('waiting for a signal', () => {
  test('calls all that wait in the order they came, once, and none that was taken away', () => {
    const controller = new AbortController()
    const called: string[] = []
    const told = (name: string) => () => void called.push(name)
    const twice = told('twice')
    const [, forget] = ['first', 'gone'].map((name) => onAbort(controller.signal, told(name)))
    onAbort(controller.signal, twice)
    onAbort(controller.signal, twice)
    forget?.()
    controller.abort()
    controller.abort()
    expect(called).toEqual(['first', 'twice', 'twice'])
  })

  test('one that takes another away while it is called is obeyed', () => {
    const controller = new AbortController()
    const called: string[] = []
    onAbort(controller.signal, () => forget())
    const forget = onAbort(controller.signal, () => called.push('late'))
    controller.abort()
    expect(called).toEqual([])
  })

  test('a thousand that wait are one listener of the signal', () => {
    const { signal } = new AbortController()
    for (let count = 0; count < 1000; count++) onAbort(signal, () => {})
    expect(getEventListeners(signal, 'abort')).toHaveLength(1)
  })
})

describe('a linked abort', () => {
  test('aborts with the reason of its signal, also of one that has aborted already', () => {
    const controller = new AbortController()
    const before = new LinkedAbort(controller.signal)
    controller.abort(new Error('enough'))
    const after = new LinkedAbort(controller.signal)
    expect([before, after].map(({ signal }) => signal.reason)).toEqual([
      controller.signal.reason,
      controller.signal.reason,
    ])
  })

  test('keeps its own abort, and the first reason, to itself', () => {
    const controller = new AbortController()
    const linked = new LinkedAbort(controller.signal)
    linked.abort('own')
    expect(controller.signal.aborted).toBe(false)
    controller.abort('later')
    expect(linked.signal.reason).toBe('own')
  })

  test('no longer follows once it is let go of', () => {
    const controller = new AbortController()
    const linked = new LinkedAbort(controller.signal)
    linked[Symbol.dispose]()
    controller.abort()
    expect(linked.signal.aborted).toBe(false)
  })
})
