import type { Database } from '@hubflow/db'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Identities } from '../auth/identity.ts'
import { LiveMessage } from '../contract/live.ts'
import type { Caller } from '../http/env.ts'
import { framesOf } from './frames.ts'
import { LiveViewer } from './viewer.ts'

const CHANNEL = 'hubflow_live'
const HEARTBEAT_MS = 15_000

/** What is heard within this time goes out together, so that many viewers of many runs cost little. */
const TOGETHER_MS = 25

/** One listening connection per process; what it hears is handed to everybody who may see it. */
export interface LiveFeed {
  /** Answers a request with a stream of its own. */
  open(caller: Caller, signal: AbortSignal): Response
  /** Ends at once the streams of this person whose session or key is good no more. */
  recheck(): Promise<void>
  /** Closes every stream and stops listening. */
  close(): Promise<void>
}

export function createLiveFeed({
  database,
  identities,
  log,
}: {
  database: Database
  identities: Identities
  log: Logger
}): LiveFeed {
  const viewers = new Set<LiveViewer>()
  let listening: Promise<unknown> | undefined
  let isListening = false
  let waiting: LiveMessage[] = []
  let delivery: NodeJS.Timeout | undefined

  const heartbeat = setInterval(() => {
    for (const viewer of viewers) void keepAlive(viewer, identities, log)
  }, HEARTBEAT_MS)
  heartbeat.unref()

  function hear(payload: string): void {
    const messages = parsePayload(payload)
    if (messages === null) {
      log.error({ payload: payload.slice(0, 500) }, 'a live message that is none was dropped')
      return
    }
    waiting.push(...messages)
    delivery ??= setTimeout(deliver, TOGETHER_MS)
  }

  function deliver(): void {
    const frames = framesOf(waiting)
    waiting = []
    delivery = undefined
    for (const viewer of viewers) for (const frame of frames.for(viewer.caller)) viewer.write(frame)
  }

  /** Begins with the first viewer. A connection that is lost, or not there yet, is made anew by the client itself. */
  function listen(): void {
    listening ??= database.sql
      .listen(CHANNEL, hear, () => {
        // From here on nothing is missed; what happened before is what everybody fetches now.
        isListening = true
        for (const viewer of viewers) viewer.send({ kind: 'hello' })
      })
      .catch((error: unknown) => log.warn({ err: error }, 'cannot listen for live updates yet'))
  }

  return {
    open(caller, signal) {
      const viewer = new LiveViewer(caller, () => viewers.delete(viewer))
      viewers.add(viewer)
      signal.addEventListener('abort', () => viewer.close(), { once: true })
      viewer.sendComment('welcome')
      if (isListening) viewer.send({ kind: 'hello' })
      listen()
      return new Response(viewer.stream, {
        headers: {
          'content-type': 'text/event-stream; charset=utf-8',
          'cache-control': 'no-store',
          // Proxies that collect answers would hold the messages back.
          'x-accel-buffering': 'no',
        },
      })
    },
    async recheck() {
      await Promise.all([...viewers].map((viewer) => keepAlive(viewer, identities, log)))
    },
    async close() {
      clearInterval(heartbeat)
      clearTimeout(delivery)
      for (const viewer of viewers) viewer.close()
      await listening
    },
  }
}

async function keepAlive(viewer: LiveViewer, identities: Identities, log: Logger): Promise<void> {
  try {
    if (await identities.isGood(viewer.caller)) viewer.sendComment('alive')
    else viewer.end()
  } catch (error) {
    // The database is away: the viewer keeps its connection, and hears `hello` when the feed is back.
    log.warn({ err: error }, 'cannot check the session of a live connection')
    viewer.sendComment('alive')
  }
}

const Payload = z.array(LiveMessage)

function parsePayload(payload: string): LiveMessage[] | null {
  try {
    return Payload.parse(JSON.parse(payload))
  } catch {
    return null
  }
}
