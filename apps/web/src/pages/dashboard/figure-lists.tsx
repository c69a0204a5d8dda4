import type { Analytics } from '@hubflow/api/client'
import { Paper, Stack, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { RelativeTime } from '../../components/relative-time.tsx'
import { duration } from '../../format/time.ts'
import classes from './dashboard.module.css'

type Figure = readonly [name: string, value: ReactNode]

/** What the tiles leave out: times, mail and schedules in full. */
export function FigureLists({ figures: { queued, took, mail, schedules } }: { figures: Analytics }) {
  const time = (ms: number | undefined) => (ms === undefined ? '–' : duration(ms))
  const oldest: Figure[] =
    mail.oldestPendingAt === null ? [] : [['Oldest pending', <RelativeTime key="oldest" time={mail.oldestPendingAt} />]]
  return (
    <Paper component="section" aria-label="Times, mail and schedules" p="sm">
      <Stack gap={10}>
        <FigureList
          title="How long it takes"
          figures={[
            ['Half start within', time(queued?.medianMs)],
            ['19 of 20 start within', time(queued?.p95Ms)],
            ['Half are done within', time(took?.medianMs)],
            ['19 of 20 are done within', time(took?.p95Ms)],
          ]}
        />
        <FigureList
          title="Mail"
          figures={[
            ['Sent', count(mail.sent)],
            ['Failed', count(mail.failed)],
            ['Pending now', count(mail.pending)],
            ...oldest,
          ]}
        />
        <FigureList
          title="Schedules"
          figures={[
            ['Times that came', count(schedules.promised)],
            ['Done', count(schedules.done)],
            ['Of these late', count(schedules.late)],
            ['Skipped', count(schedules.skipped)],
            ['Missed', count(schedules.missed)],
            ['Overdue', count(schedules.overdue)],
          ]}
        />
      </Stack>
    </Paper>
  )
}

function FigureList({ title, figures }: { title: string; figures: readonly Figure[] }) {
  return (
    <div>
      <Title order={2} size="h3">
        {title}
      </Title>
      <dl className={classes.figures}>
        {figures.map(([name, value]) => (
          <FigureLine key={name} name={name} value={value} />
        ))}
      </dl>
    </div>
  )
}

function FigureLine({ name, value }: { name: string; value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}

function count(value: number): string {
  return value.toLocaleString()
}
