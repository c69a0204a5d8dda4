import { Alert, Button } from '@mantine/core'
import { IconCheck, IconLinkOff } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { resetPassword } from '../../api/auth.ts'
import { ButtonLink, TextLink } from '../../components/links.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { isChosen, NewPasswordFields, NO_PASSWORD, SHORTEST_PASSWORD } from './new-password-fields.tsx'
import { SignInFrame } from './sign-in-frame.tsx'

export function ResetPasswordPage() {
  const { token, error } = useSearch({ from: '/reset-password' })
  return error || token === undefined ? <DeadLink /> : <NewPassword token={token} />
}

function DeadLink() {
  return (
    <SignInFrame title="This link does not work" description="It may have been used already, or be too old.">
      <Alert color="yellow" icon={<IconLinkOff size={18} />}>
        Ask for a new link and open it within the hour.
      </Alert>
      <ButtonLink to="/forgotten-password" fullWidth>
        Ask for a new link
      </ButtonLink>
    </SignInFrame>
  )
}

function NewPassword({ token }: { token: string }) {
  const [fields, setFields] = useState(NO_PASSWORD)
  const changing = useMutation({ mutationFn: () => resetPassword(token, fields.password) })

  if (changing.isSuccess) {
    return (
      <SignInFrame title="Your password is changed" description="Sign in with the new one.">
        <Alert color="green" icon={<IconCheck size={18} />} role="status">
          The old password no longer works.
        </Alert>
        <ButtonLink to="/sign-in" fullWidth>
          Sign in
        </ButtonLink>
      </SignInFrame>
    )
  }

  return (
    <SignInFrame
      title="Choose a new password"
      description={`At least ${SHORTEST_PASSWORD} characters.`}
      onSubmit={() => changing.mutate()}
    >
      {changing.isError && <ProblemAlert error={changing.error} />}
      <NewPasswordFields fields={fields} onChange={setFields} />
      <Button type="submit" fullWidth loading={changing.isPending} disabled={!isChosen(fields)}>
        Save the password
      </Button>
      <TextLink to="/sign-in" size="sm" ta="center">
        Back to sign-in
      </TextLink>
    </SignInFrame>
  )
}
