import { Alert, Button, TextInput } from '@mantine/core'
import { IconLinkOff } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { acceptInvitation, readInvitation } from '../../api/auth.ts'
import { ButtonLink } from '../../components/links.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { PageLoading } from '../page-loading.tsx'
import { isChosen, NewPasswordFields, NO_PASSWORD, SHORTEST_PASSWORD } from './new-password-fields.tsx'
import { SignInFrame } from './sign-in-frame.tsx'

/** Where the link of an invitation leads: one chooses a password and is signed in. */
export function InvitationPage() {
  const { token = '' } = useSearch({ from: '/invitation' })
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => readInvitation(token),
    retry: false,
    // What is typed stays, even when the link has been used in another window meanwhile.
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (invitation.isPending) return <PageLoading />
  return invitation.isError ? (
    <DeadLink error={invitation.error} />
  ) : (
    <Welcome token={token} invited={invitation.data} />
  )
}

function DeadLink({ error }: { error: Error }) {
  return (
    <SignInFrame title="This invitation does not work" description="It may have been used already, or be too old.">
      <Alert color="yellow" icon={<IconLinkOff size={18} />}>
        {error.message}
      </Alert>
      <ButtonLink to="/sign-in" fullWidth>
        To the sign-in
      </ButtonLink>
    </SignInFrame>
  )
}

function Welcome({ token, invited }: { token: string; invited: { name: string; email: string } }) {
  const [fields, setFields] = useState(NO_PASSWORD)
  const queryClient = useQueryClient()
  const router = useRouter()
  const entering = useMutation({
    mutationFn: () => acceptInvitation(token, fields.password),
    async onSuccess() {
      // Nothing that was fetched for someone else may be shown.
      queryClient.clear()
      await router.navigate({ to: '/', replace: true })
    },
  })
  return (
    <SignInFrame
      title={`Welcome, ${invited.name}`}
      description={`Choose a password of at least ${SHORTEST_PASSWORD} characters.`}
      onSubmit={() => entering.mutate()}
    >
      {entering.isError && <ProblemAlert error={entering.error} />}
      <TextInput label="You sign in as" type="email" autoComplete="username" readOnly value={invited.email} />
      <NewPasswordFields fields={fields} onChange={setFields} />
      <Button type="submit" fullWidth loading={entering.isPending} disabled={!isChosen(fields)}>
        Save and sign in
      </Button>
    </SignInFrame>
  )
}
