import {
  IconArrowsSplit2,
  IconBell,
  IconBolt,
  IconBox,
  IconCalendarEvent,
  IconClock,
  IconDatabaseEdit,
  IconEdit,
  IconGitBranch,
  IconHandClick,
  IconHourglass,
  IconMail,
  IconPlayerPlay,
  type IconProps,
  IconWebhook,
  IconWorld,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'

/** The icons that the catalog names. A name that is not here still shows a box, so a new node type works without this file. */
const ICONS: Partial<Record<string, ComponentType<IconProps>>> = {
  'arrows-split': IconArrowsSplit2,
  bell: IconBell,
  bolt: IconBolt,
  calendar: IconCalendarEvent,
  clock: IconClock,
  'database-edit': IconDatabaseEdit,
  edit: IconEdit,
  'git-branch': IconGitBranch,
  'hand-click': IconHandClick,
  hourglass: IconHourglass,
  mail: IconMail,
  'player-play': IconPlayerPlay,
  webhook: IconWebhook,
  world: IconWorld,
}

/** A node type's icon by the name in the catalog. */
export function NodeIcon({ name, size = 18, ...props }: { name: string | undefined } & Omit<IconProps, 'name'>) {
  const Icon = ICONS[name ?? ''] ?? IconBox
  return <Icon size={size} stroke={1.8} aria-hidden {...props} />
}
