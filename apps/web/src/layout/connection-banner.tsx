import { IconPlugConnectedX, IconRefresh } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useConnection } from '../api/connection.ts'
import classes from './connection-banner.module.css'

/** A blink of the line, such as a restarted server, is not worth a word. */
const PATIENCE_MS = 1500

/** Says that what is shown may be out of date, as long as it may be. */
export function ConnectionBanner() {
  const { live, server } = useConnection()
  const troubled = server === 'unreachable' || live === 'lost'
  const shown = useLasting(troubled)
  const text =
    server === 'unreachable'
      ? 'The server cannot be reached. What you see may be out of date.'
      : 'Reconnecting… What you see may be out of date.'
  const Icon = server === 'unreachable' ? IconPlugConnectedX : IconRefresh
  return (
    <div role="status">
      {shown && (
        <div className={classes.banner}>
          <Icon size={15} aria-hidden />
          {text}
        </div>
      )}
    </div>
  )
}

function useLasting(troubled: boolean): boolean {
  const [lasting, setLasting] = useState(false)
  useEffect(() => {
    if (!troubled) {
      setLasting(false)
      return
    }
    const timer = setTimeout(() => setLasting(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [troubled])
  return lasting
}
