import {
  ActionIcon,
  type ActionIconProps,
  Anchor,
  type AnchorProps,
  Badge,
  type BadgeProps,
  Button,
  type ButtonProps,
  Menu,
  type MenuItemProps,
} from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentProps } from 'react'

type Own<Props> = Props & Omit<ComponentProps<'a'>, keyof Props | 'color'>

/** Mantine's components as links of the router, whose addresses and parameters are checked by type. */
export const TextLink = createLink((props: Own<AnchorProps>) => <Anchor {...props} />)
export const ButtonLink = createLink((props: Own<ButtonProps>) => <Button component="a" {...props} />)
export const BadgeLink = createLink((props: Own<BadgeProps>) => <Badge component="a" {...props} />)
export const IconLink = createLink((props: Own<ActionIconProps>) => <ActionIcon component="a" {...props} />)
export const MenuLink = createLink((props: Own<MenuItemProps>) => <Menu.Item component="a" {...props} />)
