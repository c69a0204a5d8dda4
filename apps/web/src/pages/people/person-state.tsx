import type { User } from '@hubflow/api/client'
import { Badge, type MantineColor } from '@mantine/core'
import { IconBan, IconCheck, IconMailForward, type IconProps } from '@tabler/icons-react'
import type { ComponentType } from 'react'

const LOOKS: Record<User['state'], { word: string; color: MantineColor; Icon: ComponentType<IconProps> }> = {
  active: { word: 'Active', color: 'green', Icon: IconCheck },
  invited: { word: 'Invited', color: 'yellow', Icon: IconMailForward },
  disabled: { word: 'Disabled', color: 'gray', Icon: IconBan },
}

/** Whether somebody can sign in, as icon and word. */
export function PersonState({ state }: { state: User['state'] }) {
  const { word, color, Icon } = LOOKS[state]
  return (
    <Badge color={color} data-status={state} leftSection={<Icon size={13} stroke={2.2} aria-hidden />}>
      {word}
    </Badge>
  )
}
