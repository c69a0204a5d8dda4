import { nextOccurrences, ScheduleSchema, sentenceOfSchedule } from '@hubflow/core'
import { Paper, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { meQuery } from '../../../api/hub-queries.ts'
import { useNow } from '../../../components/use-now.ts'
import classes from './schedule.module.css'

const SHOWN = 10
/** A schedule's next times stay the same until one of them has passed. */
const MINUTE_MS = 60_000

/** A schedule as a sentence and its next times, by the clock of its zone. */
export function SchedulePreview({ config }: { config: Readonly<Record<string, unknown>> }) {
  const { data: me } = useQuery(meQuery)
  const now = useNow()
  const parsed = ScheduleSchema.safeParse(config)
  if (!me || !parsed.success) return null
  const schedule = parsed.data
  const timeZone = schedule.timeZone ?? me.timeZone
  const after = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS)
  const times = nextOccurrences(schedule, { after, count: SHOWN, timeZone })
  const day = new Intl.DateTimeFormat(undefined, {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  })
  const time = new Intl.DateTimeFormat(undefined, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return (
    <Paper withBorder p="sm" className={classes.preview ?? ''} role="status" aria-label="When it will start">
      <Text size="sm" fw={600}>
        {sentenceOfSchedule(schedule, { timeZone })}
      </Text>
      {times.length === 0 ? (
        <Text size="sm" mt={4}>
          It will not start again: its last day has passed.
        </Text>
      ) : (
        <>
          <Text size="xs" c="dimmed" mt={6}>
            {times.length < SHOWN ? 'All the times that are left' : 'The next ten times'}, by the clock of {timeZone}
          </Text>
          <ol className={classes.times}>
            {times.map(({ localTime, at }) => (
              <li key={localTime}>
                <span>{day.format(at)}</span>
                <span>{time.format(at)}</span>
              </li>
            ))}
          </ol>
        </>
      )}
    </Paper>
  )
}
