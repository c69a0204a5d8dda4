import { Tooltip } from '@mantine/core'
import { exactTime, relativeTime } from '../format/time.ts'
import { useNow } from './use-now.ts'

/** `5 min ago`, kept true while it is shown; the exact time, in the user's zone, on hover and focus. */
export function RelativeTime({ time }: { time: string | null }) {
  const now = useNow()
  if (time === null) return <span>–</span>
  const date = new Date(time)
  return (
    <Tooltip label={exactTime(date)}>
      <time dateTime={time}>{relativeTime(date, now)}</time>
    </Tooltip>
  )
}
