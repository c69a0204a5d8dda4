import type { LiveMessage } from '@hubflow/api/client'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { create } from 'zustand'
import { client, settle } from './client.ts'
import { useConnection } from './connection.ts'
import { meQuery, peopleQuery } from './hub-queries.ts'

type EditingMessage = Extract<LiveMessage, { kind: 'editing' }>

/** How often a window says that it is still there, and after how long a silent one counts as gone. */
const TELL_AGAIN_MS = 15_000
const GONE_AFTER_MS = 40_000

/** This window, among all that have workflows open. */
const OWN = crypto.getRandomValues(new Uint32Array(2)).join('')

/** The windows that have workflows open to edit, by what was heard of them. */
const useWindows = create<{ windows: readonly (EditingMessage & { at: number })[] }>(() => ({ windows: [] }))

/** What the live updates say of another window. */
export function hearEditing(message: EditingMessage): void {
  if (message.window === OWN) return
  useWindows.setState(({ windows }) => {
    const others = windows.filter(({ window }) => window !== message.window)
    return { windows: message.state === 'closed' ? others : [...others, { ...message, at: Date.now() }] }
  })
}

/** Tells others that this window edits the workflow; gives who else does, as a sentence, or null. */
export function useEditing(workflowId: string): string | null {
  const live = useConnection((connection) => connection.live)
  useEffect(() => {
    if (live !== 'open') return
    tell(workflowId, 'open')
    const timer = setInterval(() => {
      forgetSilent()
      tell(workflowId, 'here')
    }, TELL_AGAIN_MS)
    const answer = useWindows.subscribe(({ windows }, before) => {
      const isNew = windows.some(
        (one) => one.workflowId === workflowId && one.state === 'open' && !before.windows.includes(one),
      )
      if (isNew) tell(workflowId, 'here')
    })
    const close = () => tell(workflowId, 'closed')
    window.addEventListener('pagehide', close)
    return () => {
      clearInterval(timer)
      answer()
      window.removeEventListener('pagehide', close)
      close()
    }
  }, [workflowId, live])

  const [others, setOthers] = useState<readonly string[]>([])
  useEffect(() => {
    const show = () => {
      const here = useWindows.getState().windows.filter((one) => one.workflowId === workflowId)
      setOthers([...new Set(here.map(({ userId }) => userId))])
    }
    show()
    return useWindows.subscribe(show)
  }, [workflowId])
  const { data: me } = useQuery(meQuery)
  const { data: people } = useQuery({ ...peopleQuery, enabled: others.length > 0 })
  if (others.length === 0) return null
  const names = others
    .filter((id) => id !== me?.id)
    .map((id) => people?.find((person) => person.id === id)?.name ?? 'Someone')
  if (names.length === 0) return 'You have this open in another window, too.'
  return `${new Intl.ListFormat('en').format(names)} ${names.length === 1 ? 'is' : 'are'} editing this, too.`
}

function forgetSilent(): void {
  const since = Date.now() - GONE_AFTER_MS
  const { windows } = useWindows.getState()
  if (windows.some(({ at }) => at < since)) useWindows.setState({ windows: windows.filter(({ at }) => at >= since) })
}

/** What cannot be told now is told again soon. */
function tell(id: string, state: EditingMessage['state']): void {
  const json = { window: OWN, state }
  const sent = client.api.workflows[':id'].editing.$post({ param: { id }, json }, { init: { keepalive: true } })
  void settle(sent).catch(() => undefined)
}
