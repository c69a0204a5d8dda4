import type { Invitation } from '@hubflow/api/client'
import { Stack, Text } from '@mantine/core'
import { CopyText } from '../../components/copy-text.tsx'
import { exactTime } from '../../format/time.ts'

/** The link of an invitation, which is shown this once. */
export function InvitationText({ email, invitation }: { email: string; invitation: Invitation }) {
  return (
    <Stack gap="sm">
      <Text size="sm">
        A mail with a link goes to {email}. You can hand it over yourself, too; it is shown this once, works once, and
        until {exactTime(new Date(invitation.validUntil))}.
      </Text>
      <CopyText label="Link to choose a password" text={invitation.link} />
    </Stack>
  )
}
