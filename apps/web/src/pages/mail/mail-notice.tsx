import { Alert } from '@mantine/core'
import { IconInbox, IconMailPause } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { meQuery } from '../../api/hub-queries.ts'
import { TextLink } from '../../components/links.tsx'

/** Says where mail goes, when it does not go to the people it is written to. */
export function MailNotice() {
  const { data: me } = useQuery(meQuery)
  if (me?.mail === 'catcher') {
    return (
      <Alert color="hub" icon={<IconInbox size={18} />} mb="md" title="This hub catches mail: nothing leaves it.">
        Every mail is delivered to a catcher on this machine, and you can read it here.{' '}
        <TextLink to="/mail" search={{ status: 'sent' }} size="sm" underline="always">
          Show what was caught
        </TextLink>
        . Set SMTP_URL to send for real.
      </Alert>
    )
  }
  if (me?.mail === 'unset') {
    return (
      <Alert color="yellow" icon={<IconMailPause size={18} />} mb="md" title="Mail waits: no mail server is set.">
        Whoever looks after the hub sets SMTP_URL; then everything that is pending is sent.
      </Alert>
    )
  }
  return null
}
