import type { DayOfRuns } from '@hubflow/api/client'
import { Group, Text, Tooltip } from '@mantine/core'
import classes from './week-bar.module.css'
import { dayInWords, runsInWords, sumOfWeek } from './week-words.ts'

const HEIGHT = 22
/** The least that can be seen of a part that is not nought. */
const LEAST = 3

/**
 * Seven columns, as high as there were runs that day beside the busiest one. What failed stands at the bottom, striped and
 * with a mark below, so that colour is not needed to see it.
 */
export function WeekBar({ week }: { week: DayOfRuns[] }) {
  const sum = sumOfWeek(week)
  const total = sum.completed + sum.failed + sum.other
  const most = Math.max(...week.map(({ completed, failed, other }) => completed + failed + other))
  const words = runsInWords(sum)
  return (
    <Tooltip label={week.map((day) => <div key={day.day}>{dayInWords(day)}</div>)}>
      <Group gap={6} wrap="nowrap" align="flex-end" w="max-content">
        <div className={classes.week} role="img" aria-label={`Last seven days: ${words}`}>
          {week.map((day) => (
            <div key={day.day} className={classes.day} {...(day.failed > 0 ? { 'data-failed': true } : {})}>
              <Part kind="other" count={day.other} most={most} />
              <Part kind="completed" count={day.completed} most={most} />
              <Part kind="failed" count={day.failed} most={most} />
            </div>
          ))}
        </div>
        <div aria-hidden>
          <Text size="xs" className="nowrap" {...(total === 0 ? { c: 'dimmed' } : {})}>
            {total === 0 ? 'None' : compact.format(total)}
          </Text>
          {sum.failed > 0 && (
            <Text size="xs" className="nowrap" c="var(--mantine-color-red-light-color)">
              {compact.format(sum.failed)} failed
            </Text>
          )}
        </div>
      </Group>
    </Tooltip>
  )
}

const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 })

function Part({ kind, count, most }: { kind: 'other' | 'completed' | 'failed'; count: number; most: number }) {
  if (count === 0) return null
  return <div data-kind={kind} style={{ height: Math.max(LEAST, (count / most) * HEIGHT) }} />
}
