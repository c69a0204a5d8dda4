import { Avatar, Menu, Text, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconLogout, IconUserCog } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { signOut } from '../api/auth.ts'
import { meQuery } from '../api/hub-queries.ts'
import { MenuLink } from '../components/links.tsx'
import { showFailure } from '../components/toast.tsx'
import { initials } from '../format/words.ts'
import { ROLE_WORDS } from './role-words.ts'

export function UserMenu() {
  const { data: me } = useQuery(meQuery)
  const queryClient = useQueryClient()
  const router = useRouter()
  if (!me) return null

  async function leave(): Promise<void> {
    try {
      await signOut()
      await router.navigate({ to: '/sign-in', search: {} })
      // After the pages are gone: they would ask for everything again, as nobody.
      queryClient.clear()
    } catch (error) {
      showFailure('You are still signed in', error)
    }
  }

  return (
    <Menu width={220}>
      <Menu.Target>
        <UnstyledButton p={4}>
          <VisuallyHidden>Account of {me.name}</VisuallyHidden>
          <Avatar size={30} radius="xl" color="hub" aria-hidden>
            {initials(me.name)}
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)">
            {me.name}
          </Text>
          <Text size="xs">{me.email}</Text>
          <Text size="xs">{ROLE_WORDS[me.role]}</Text>
        </Menu.Label>
        <Menu.Divider />
        <MenuLink to="/account" leftSection={<IconUserCog size={16} />}>
          My account
        </MenuLink>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={leave}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
