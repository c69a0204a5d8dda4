import { Group, Text } from '@mantine/core'
import { duration } from '../../format/time.ts'
import classes from './time-bar.module.css'
import type { RunTimes, TimeSpan } from './time-spans.ts'

const WORDS: Record<TimeSpan['kind'], string> = { queue: 'queued', work: 'worked', wait: 'waited' }

/** Where in the run's time a step lies, and in words what of it was queue, work and wait. */
export function TimeBar({ times, nodeId }: { times: RunTimes; nodeId: string }) {
  const spans = times.ofStep.get(nodeId) ?? []
  if (spans.length === 0) return null
  const whole = Math.max(1, times.until - times.from)
  const share = (ms: number) => `${(100 * ms) / whole}%`
  const words = spans.map(({ kind, from, until }) => `${WORDS[kind]} ${duration(until - from)}`).join(', ')
  return (
    <div className={classes.track} role="img" aria-label={words} title={words} data-testid={`time-${nodeId}`}>
      {spans.map(({ kind, from, until }) => (
        <span
          key={kind}
          className={classes.span}
          data-kind={kind}
          style={{ left: `min(${share(from - times.from)}, 100% - 3px)`, width: share(until - from) }}
        />
      ))}
    </div>
  )
}

/** How much of the run's time went where; the key to the bars, too. */
export function TimeSummary({ totals }: { totals: RunTimes['totals'] }) {
  return (
    <Group gap="md" role="group" aria-label="Where its time went">
      {(['queue', 'work', 'wait'] as const)
        .filter((kind) => kind !== 'wait' || totals.wait > 0)
        .map((kind) => (
          <Text key={kind} size="xs" c="dimmed">
            <span className={classes.key} data-kind={kind} aria-hidden />
            {WORDS[kind]} {duration(totals[kind])}
          </Text>
        ))}
    </Group>
  )
}
