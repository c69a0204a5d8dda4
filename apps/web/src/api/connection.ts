import { create } from 'zustand'

interface Connection {
  /** The live updates: `idle` before sign-in. */
  live: 'idle' | 'open' | 'lost'
  /** Whether the last request reached the server. */
  server: 'reachable' | 'unreachable'
}

/** What the banner above every page says about the line to the server. */
export const useConnection = create<Connection>(() => ({ live: 'idle', server: 'reachable' }))

export function setLive(live: Connection['live']): void {
  if (useConnection.getState().live !== live) useConnection.setState({ live })
}

export function setServer(server: Connection['server']): void {
  if (useConnection.getState().server !== server) useConnection.setState({ server })
}
