import {
  IconArrowsSplit,
  IconArrowsSplit2,
  IconBell,
  IconBolt,
  IconBox,
  IconCalendarEvent,
  IconCalendarTime,
  IconCircleDashed,
  IconClock,
  IconClockPause,
  IconDatabaseEdit,
  IconEdit,
  IconGitBranch,
  IconHandClick,
  IconHourglass,
  IconMail,
  IconPencil,
  IconPlayerPlay,
  type IconProps,
  IconWebhook,
  IconWorld,
  IconWorldUpload,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'

/** The icons that the catalog names. A name that is not here still shows a box, so a new node type works without this file. */
const ICONS: Partial<Record<string, ComponentType<IconProps>>> = {
  'arrows-split': IconArrowsSplit,
  'arrows-split-2': IconArrowsSplit2,
  bell: IconBell,
  bolt: IconBolt,
  calendar: IconCalendarEvent,
  'calendar-time': IconCalendarTime,
  'circle-dashed': IconCircleDashed,
  clock: IconClock,
  'clock-pause': IconClockPause,
  'database-edit': IconDatabaseEdit,
  edit: IconEdit,
  'git-branch': IconGitBranch,
  'hand-click': IconHandClick,
  hourglass: IconHourglass,
  mail: IconMail,
  pencil: IconPencil,
  'player-play': IconPlayerPlay,
  webhook: IconWebhook,
  world: IconWorld,
  'world-upload': IconWorldUpload,
}

/** A node type's icon by the name in the catalog. */
export function NodeIcon({ name, size = 18, ...props }: { name: string | undefined } & Omit<IconProps, 'name'>) {
  const Icon = ICONS[name ?? ''] ?? IconBox
  return <Icon size={size} stroke={1.8} aria-hidden {...props} />
}
