import { type Definition, EMPTY_DEFINITION } from '@hubflow/core'
import { expect, test, vi } from 'vitest'
import { ApiError } from '../api/api-error.ts'
import { openJournal } from './draft-journal.ts'
import { type Draft, DraftSaver, type SaveState } from './draft-saver.ts'
import { memoryStorage } from './testing/memory-storage.ts'

test('what is typed quickly is saved once, whole', async () => {
  const { saver, server, journal } = open()
  for (const name of ['S', 'Se', 'Sen', 'Send']) saver.change(named(name))
  expect(saver.state.kind).toBe('saving')
  expect(nameOf(journal.read())).toBe('Send')
  await vi.waitFor(() => expect(saver.state.kind).toBe('saved'))
  expect(server.accepted).toEqual(['Send'])
  expect(journal.read()).toBeNull()
})

test('saves follow one another: a change during a request waits for its answer', async () => {
  const { saver, server } = open()
  const answer = server.hold()
  saver.change(named('one'))
  await vi.waitFor(() => expect(server.underWay).toBe(1))
  saver.change(named('two'))
  const flushed = saver.flush()
  expect(server.underWay).toBe(1)
  answer()
  await flushed
  expect(server.accepted).toEqual(['one', 'two'])
  expect(server.mostAtOnce).toBe(1)
  expect(saver.revision).toBe(3)
})

test('offline it is kept here, and saved when the line is back', async () => {
  const { saver, server, journal } = open()
  server.reachable = false
  saver.change(named('kept'))
  await vi.waitFor(() => expect(saver.state).toEqual({ kind: 'offline', kept: true }))
  expect(nameOf(journal.read())).toBe('kept')
  server.reachable = true
  saver.retry()
  await vi.waitFor(() => expect(saver.state.kind).toBe('saved'))
  expect(server.accepted).toEqual(['kept'])
})

test('a save that someone else overtook asks; keeping mine overwrites theirs', async () => {
  const { saver, server } = open()
  server.saveElsewhere('theirs')
  saver.change(named('mine'))
  await vi.waitFor(() => expect(saver.state.kind).toBe('conflict'))
  saver.change(named('mine, and more'))
  expect(saver.state.kind).toBe('conflict')
  saver.resolve('mine')
  await vi.waitFor(() => expect(saver.state.kind).toBe('saved'))
  expect(nameOf(server.draft)).toBe('mine, and more')
})

test('taking theirs shows theirs and saves nothing', async () => {
  const { saver, server, shown } = open()
  server.saveElsewhere('theirs')
  saver.change(named('mine'))
  await vi.waitFor(() => expect(saver.state.kind).toBe('conflict'))
  saver.resolve('theirs')
  expect(shown).toEqual(['theirs'])
  expect(saver.state.kind).toBe('saved')
  expect(server.accepted).toEqual([])
})

test('an own save whose answer was lost is no conflict', async () => {
  const { saver, server } = open()
  server.loseNextAnswer = true
  saver.change(named('once'))
  await vi.waitFor(() => expect(saver.state.kind).toBe('offline'))
  saver.retry()
  await vi.waitFor(() => expect(saver.state.kind).toBe('saved'))
  expect(server.accepted).toEqual(['once'])
})

test('a draft saved elsewhere is shown when nothing here would be lost', () => {
  const { saver, server, shown } = open()
  server.saveElsewhere('theirs')
  saver.see(server.draft)
  expect(shown).toEqual(['theirs'])
  saver.see(server.draft)
  expect(shown).toEqual(['theirs'])
})

test('what the server refuses is told in its words', async () => {
  const { saver, server } = open()
  server.refusal = 'A definition holds 200 nodes at most.'
  saver.change(named('too many'))
  await vi.waitFor(() =>
    expect(saver.state).toEqual({ kind: 'refused', reason: 'A definition holds 200 nodes at most.' }),
  )
})

test('undoing back to what is saved needs no request', async () => {
  const { saver, server, start } = open(10_000)
  saver.change(named('typed'))
  saver.change(start)
  expect(saver.state).toEqual({ kind: 'saved', at: null })
  await saver.flush()
  expect(server.accepted).toEqual([])
})

function open(delayMs = 5) {
  const start = named('start')
  const server = new DraftServer(start)
  const journal = openJournal('w', memoryStorage())
  const shown: (string | undefined)[] = []
  const states: SaveState[] = []
  const saver = new DraftSaver({
    draft: server.draft,
    journal,
    put: (draft) => server.put(draft),
    onState: (state) => states.push(state),
    onSaved: () => undefined,
    onNewer: (definition) => shown.push(nameOf({ definition, revision: 0 })),
    delayMs,
    retryMs: 60_000,
  })
  return { saver, server, journal, shown, start }
}

/** The server's rule in a few lines: a save counts only on top of the revision that it knows. */
class DraftServer {
  draft: Draft
  reachable = true
  loseNextAnswer = false
  refusal: string | null = null
  accepted: (string | undefined)[] = []
  underWay = 0
  mostAtOnce = 0
  #gate: Promise<void> = Promise.resolve()

  constructor(definition: Definition) {
    this.draft = { definition, revision: 1 }
  }

  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#gate = promise
    return resolve
  }

  saveElsewhere(name: string): void {
    this.draft = { definition: named(name), revision: this.draft.revision + 1 }
  }

  async put({ definition, revision }: Draft) {
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.underWay)
    try {
      await this.#gate
      if (!this.reachable) throw problem(0, 'not reached')
      if (this.refusal) throw problem(422, this.refusal)
      if (revision !== this.draft.revision) throw problem(409, 'stale', { draft: structuredClone(this.draft) })
      this.draft = { definition, revision: revision + 1 }
      this.accepted.push(nameOf(this.draft))
      if (this.loseNextAnswer) {
        this.loseNextAnswer = false
        throw problem(0, 'answer lost')
      }
      return { revision: this.draft.revision, problems: [] }
    } finally {
      this.underWay--
    }
  }
}

function problem(status: number, detail: string, body: unknown = null): ApiError {
  return new ApiError({ type: 'about:blank', title: detail, status, detail }, body)
}

function named(name: string): Definition {
  return { ...EMPTY_DEFINITION, nodes: [{ id: 'n', type: 'manual', name, config: {}, position: { x: 0, y: 0 } }] }
}

function nameOf(draft: Draft | null): string | undefined {
  return draft?.definition.nodes[0]?.name
}
