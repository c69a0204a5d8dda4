import type { Analytics } from '@hubflow/api/client'
import {
  IconAlertTriangle,
  IconCalendarTime,
  IconCircleCheck,
  IconClockHour4,
  IconHandStop,
  IconListDetails,
  type IconProps,
  IconSend,
} from '@tabler/icons-react'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { useNow } from '../../components/use-now.ts'
import { duration } from '../../format/time.ts'
import { firstDay, percentText, scheduleRemark, underWay } from './figure-words.ts'
import classes from './tiles.module.css'

interface TilesProps {
  figures: Analytics
  workflowId: string | undefined
}

/** What one looks at first; each leads to the list of what it counts. */
export function Tiles({ figures, workflowId }: TilesProps) {
  const { runs, successPercent, mail, now, schedules } = figures
  const of = workflowId === undefined ? {} : { workflowId }
  const since = { ...of, from: firstDay(figures) }
  const remark = scheduleRemark(schedules)
  return (
    <ul className={classes.tiles} aria-label="Figures">
      <Tile
        label="Runs"
        value={runs.started.toLocaleString()}
        detail={underWay(runs) > 0 ? `${underWay(runs).toLocaleString()} under way` : 'None under way'}
        Icon={IconListDetails}
        to="/runs"
        search={since}
      />
      <Tile
        label="Succeeded"
        value={percentText(successPercent)}
        detail={successPercent === null ? 'None has ended' : `${runs.completed.toLocaleString()} completed`}
        Icon={IconCircleCheck}
        to="/runs"
        search={{ ...since, status: 'completed' }}
      />
      <Tile
        label="Failed"
        value={runs.failed.toLocaleString()}
        detail={runs.failed > 0 ? 'Show them' : 'None'}
        look={runs.failed > 0 ? 'bad' : 'good'}
        Icon={IconAlertTriangle}
        to="/runs"
        search={{ ...since, status: 'failed' }}
      />
      <Tile
        label="Held now"
        value={now.held.toLocaleString()}
        detail={now.held > 0 ? 'Show them' : 'None'}
        look={now.held > 0 ? 'warn' : 'good'}
        Icon={IconHandStop}
        to="/runs"
        search={{ ...of, status: 'held' }}
      />
      <QueueTile now={now} search={{ ...of, status: 'pending' }} />
      <Tile
        label="Mail failed"
        value={mail.failed.toLocaleString()}
        detail={mail.pending > 0 ? `${mail.pending.toLocaleString()} pending` : `${mail.sent.toLocaleString()} sent`}
        look={mail.failed > 0 ? 'bad' : 'good'}
        Icon={IconSend}
        to="/mail"
        search={{ status: 'failed' }}
      />
      <Tile
        label="Schedules"
        value={schedules.promised === 0 ? '–' : `${schedules.done} of ${schedules.promised}`}
        detail={schedules.promised === 0 ? 'No time has come' : remark || 'Done on time'}
        look={schedules.missed + schedules.overdue > 0 ? 'bad' : schedules.late > 0 ? 'warn' : 'good'}
        Icon={IconCalendarTime}
        to="/why"
        search={of}
      />
    </ul>
  )
}

/** More than this long due and not begun: nobody seems to work. */
const LONG_QUEUED_MS = 60_000

function QueueTile({ now, search }: { now: Analytics['now']; search: { workflowId?: string; status: 'pending' } }) {
  const clock = useNow()
  const waitedMs = now.oldestQueuedAt === null ? 0 : Math.max(0, clock.getTime() - Date.parse(now.oldestQueuedAt))
  return (
    <Tile
      label="Queue"
      value={now.queued === 0 ? 'Empty' : now.queued.toLocaleString()}
      detail={now.queued === 0 ? 'No run waits' : `Oldest: ${duration(waitedMs)}`}
      look={waitedMs > LONG_QUEUED_MS ? 'warn' : 'good'}
      Icon={IconClockHour4}
      to="/runs"
      search={search}
    />
  )
}

interface TileProps {
  label: string
  value: string
  detail: string
  /** How it stands; the icon’s ground follows, and the words say it, too. */
  look?: 'good' | 'warn' | 'bad'
  Icon: ComponentType<IconProps>
  to: LinkProps['to']
  search: object
}

function Tile({ label, value, detail, look = 'good', Icon, to, search }: TileProps) {
  return (
    <li>
      <Link to={to as '/runs'} search={search} className={classes.tile} data-look={look}>
        <span className={classes.label}>
          <Icon size={15} stroke={1.9} aria-hidden />
          {label}
        </span>
        <span className={classes.value}>{value}</span>
        <span className={classes.detail}>{detail}</span>
      </Link>
    </li>
  )
}
