import { type Definition, EMPTY_DEFINITION } from '@hubflow/core'
import { expect, test } from 'vitest'
import { type Disk, openJournal } from './draft-journal.ts'
import { memoryStorage } from './testing/memory-storage.ts'

const draft = (name: string, revision = 1) => ({
  definition: { ...EMPTY_DEFINITION, nodes: [{ id: 'n', type: 'manual', name, config: {}, position: { x: 0, y: 0 } }] },
  revision,
})
const nameOf = (kept: { definition: Definition } | null) => kept?.definition.nodes[0]?.name

test('a window that opens the workflow takes over what a crashed one kept, once', async () => {
  const storage = memoryStorage()
  const locks = new Windows()
  const crashed = openJournal('w', storage, locks)
  crashed.write(draft('typed', 7))
  locks.crash()
  const next = openJournal('w', storage, locks)
  const kept = await next.takeOver()
  expect([nameOf(kept), kept?.revision]).toEqual(['typed', 7])
  expect(nameOf(next.read())).toBe('typed')
  expect(await openJournal('w', storage, locks).takeOver()).toBeNull()
  next.clear()
  expect(storage.length).toBe(0)
})

test('two open windows keep their own: neither takes, overwrites nor clears what the other keeps', async () => {
  const storage = memoryStorage()
  const locks = new Windows()
  const one = openJournal('w', storage, locks)
  const other = openJournal('w', storage, locks)
  one.write(draft('one'))
  other.write(draft('other'))
  expect(await one.takeOver()).toBeNull()
  other.clear()
  expect(nameOf(one.read())).toBe('one')
})

test('of several that were left the newest comes first, and the rest stays; other workflows keep theirs', async () => {
  const storage = memoryStorage()
  const at = (name: string, time: number) => JSON.stringify({ ...draft(name), at: time })
  storage.setItem('hubflow:draft:w:1', at('older', 1))
  storage.setItem('hubflow:draft:w:2', at('newer', 2))
  storage.setItem('hubflow:draft:w2:1', at('another', 3))
  const journal = openJournal('w', storage, new Windows())
  expect(nameOf(await journal.takeOver())).toBe('newer')
  expect(nameOf(await journal.takeOver())).toBe('older')
  expect(await journal.takeOver()).toBeNull()
  expect(storage.getItem('hubflow:draft:w2:1')).not.toBeNull()
})

test('what only the disk has after the whole browser was killed is taken over, once; the newer of both is taken', async () => {
  const { disk, kept } = newDisk()
  const killed = openJournal('w', memoryStorage(), new Windows(), disk)
  killed.write(draft('typed', 7))
  const storage = memoryStorage()
  storage.setItem('hubflow:draft:w:old', JSON.stringify({ ...draft('older'), at: 1 }))
  const next = openJournal('w', storage, new Windows(), disk)
  expect(nameOf(await next.takeOver())).toBe('typed')
  expect(kept.size).toBe(1)
  expect(nameOf(await next.takeOver())).toBe('older')
  expect(await next.takeOver()).toBeNull()
  next.clear()
  expect(storage.length).toBe(0)
})

test('what the storage still has after a kill although it was saved since is not taken over', async () => {
  const { disk, kept } = newDisk()
  const storage = memoryStorage()
  const killed = openJournal('w', storage, new Windows(), disk)
  killed.write(draft('saved since', 7))
  const [key = ''] = kept.keys()
  const text = storage.getItem(key) ?? ''
  killed.clear()
  storage.setItem(key, text)
  expect(await openJournal('w', storage, new Windows(), disk).takeOver()).toBeNull()
  expect([storage.length, kept.size]).toEqual([0, 0])
})

function newDisk(): { disk: Disk; kept: Map<string, string> } {
  const kept = new Map<string, string>()
  const disk: Disk = {
    set: async (key, value) => void kept.set(key, value),
    del: async (key) => void kept.delete(key),
    entries: async () => [...kept],
  }
  return { disk, kept }
}

/** The locks of a browser; a crash frees all that are held. */
class Windows {
  #held: string[] = []

  request(name: string): Promise<undefined> {
    this.#held.push(name)
    return Promise.resolve(undefined)
  }

  async query(): Promise<LockManagerSnapshot> {
    return { held: this.#held.map((name) => ({ name })), pending: [] }
  }

  crash(): void {
    this.#held = []
  }
}
