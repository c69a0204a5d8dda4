import type { LiveMessage } from '@hubflow/api/client'
import type { QueryClient } from '@tanstack/react-query'
import { setLive } from './connection.ts'
import { hearEditing } from './editing.ts'
import { keys } from './keys.ts'
import { refreshRows } from './workflow-rows.ts'

const KINDS: LiveMessage['kind'][] = ['hello', 'workflow', 'run', 'notification', 'email', 'record', 'editing', 'bye']
const CHANNEL = 'hubflow-live'
const FLUSH_MS = 150
const REST_FACTOR = 4
const REOPEN_MS = [1000, 2000, 4000, 8000]

/** What the tab that holds the connection tells the others. */
type TabMessage =
  | { kind: 'message'; message: LiveMessage }
  | { kind: 'state'; state: 'open' | 'lost' }
  /** A tab that has just opened asks how the connection stands. */
  | { kind: 'ask' }

/**
 * Keeps what is on screen true: one connection a browser (HTTP/1.1 allows six a host), held by the tab that has the lock and
 * passed on to the others. Gives the function that ends it.
 */
export function startLive(queryClient: QueryClient, onBye: () => void): () => void {
  const ended = new AbortController()
  const refetch = batchRefetch(queryClient)
  const channel = new BroadcastChannel(CHANNEL)
  let source: ReturnType<typeof openSource> | null = null

  function take(message: LiveMessage): void {
    if (message.kind === 'bye') onBye()
    else if (message.kind === 'editing') hearEditing(message)
    else refetch(message)
  }

  channel.onmessage = ({ data }: MessageEvent<TabMessage>) => {
    if (data.kind === 'message') take(data.message)
    else if (data.kind === 'state') setLive(data.state)
    else if (source) channel.postMessage({ kind: 'state', state: source.state() } satisfies TabMessage)
  }

  function lead(): Promise<void> {
    source = openSource({
      onMessage(message) {
        take(message)
        channel.postMessage({ kind: 'message', message } satisfies TabMessage)
      },
      // The likeliest reason is that the session has ended: whoever asks who is signed in finds out.
      onRefused: () => void queryClient.invalidateQueries({ queryKey: keys.me }),
      onState(state) {
        setLive(state)
        channel.postMessage({ kind: 'state', state } satisfies TabMessage)
      },
    })
    // The lock is held until this tab closes or signs out; then the next tab in line opens its own connection.
    return new Promise((resolve) => ended.signal.addEventListener('abort', () => resolve()))
  }

  channel.postMessage({ kind: 'ask' } satisfies TabMessage)
  // Locks exist in secure contexts only: over plain HTTP on a host name every tab has its own connection.
  if ('locks' in navigator) navigator.locks.request(CHANNEL, { signal: ended.signal }, lead).catch(() => undefined)
  else void lead()

  return () => {
    ended.abort()
    source?.close()
    channel.close()
    setLive('idle')
  }
}

function openSource(on: {
  onMessage(message: LiveMessage): void
  onState(state: 'open' | 'lost'): void
  /** The server answered with an error. */
  onRefused(): void
}) {
  let source: EventSource
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let state: 'open' | 'lost' = 'open'

  function tell(next: 'open' | 'lost'): void {
    state = next
    on.onState(next)
  }

  function open(): void {
    source = new EventSource('/api/live')
    source.onopen = () => {
      failures = 0
      tell('open')
    }
    source.onerror = () => {
      tell('lost')
      // The browser tries again by itself after a cut, but gives up for good when the server answers with an error.
      if (source.readyState !== EventSource.CLOSED) return
      on.onRefused()
      timer = setTimeout(open, REOPEN_MS[failures++] ?? REOPEN_MS.at(-1))
    }
    for (const kind of KINDS) {
      source.addEventListener(kind, (event: MessageEvent<string>) =>
        on.onMessage(JSON.parse(event.data) as LiveMessage),
      )
    }
  }

  open()
  return {
    state: () => state,
    close() {
      clearTimeout(timer)
      source.close()
    },
  }
}

/**
 * Fetches again what messages name: at once, and then at most every 150 ms, or as rarely as four times what fetching took,
 * so that a burst is one request a list and a busy hub is not asked more the slower it is.
 */
function batchRefetch(queryClient: QueryClient): (message: LiveMessage) => void {
  const pending = new Map<string, readonly unknown[]>()
  let rows = { ran: new Set<string>(), changed: new Set<string>() }
  let isResting = false

  async function flush(): Promise<void> {
    isResting = pending.size > 0
    if (!isResting) return
    const due = [...pending.values()]
    const dueRows = rows
    pending.clear()
    rows = { ran: new Set(), changed: new Set() }
    const begun = performance.now()
    await Promise.all([
      ...due.map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      refreshRows(queryClient, dueRows),
    ])
    setTimeout(() => void flush(), Math.max(FLUSH_MS, (performance.now() - begun) * REST_FACTOR))
  }

  return (message) => {
    for (const queryKey of keysOf(message)) pending.set(JSON.stringify(queryKey), queryKey)
    if (message.kind === 'run') rows.ran.add(message.workflowId)
    if (message.kind === 'workflow') rows.changed.add(message.workflowId)
    if (!isResting) void flush()
  }
}

/** Which queries a message makes stale; the empty key is all of them. The list of workflows is told by rows. */
export function keysOf(message: LiveMessage): (readonly unknown[])[] {
  switch (message.kind) {
    case 'hello':
      return [[]]
    case 'workflow':
      return [keys.allWorkflows, keys.workflowCounts, keys.workflow(message.workflowId)]
    case 'run':
      return [keys.runs, keys.run(message.runId)]
    case 'notification':
      // An alert that is raised tells its owner.
      return [keys.notifications, keys.alerts]
    case 'email':
      return [keys.emails, keys.timelines]
    case 'record':
      return [
        keys.records,
        [...keys.timelines, message.table, ...(message.recordId === null ? [] : [message.recordId])],
      ]
    case 'editing':
    case 'bye':
      return []
  }
}
