import { Alert, Button, PasswordInput } from '@mantine/core'
import { IconCheck, IconLinkOff } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { resetPassword } from '../../api/auth.ts'
import { ButtonLink, TextLink } from '../../components/links.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { SignInFrame } from './sign-in-frame.tsx'

const SHORTEST = 8

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
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const changing = useMutation({ mutationFn: () => resetPassword(token, password) })
  const differs = again !== '' && again !== password

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
      description={`At least ${SHORTEST} characters.`}
      onSubmit={() => changing.mutate()}
    >
      {changing.isError && <ProblemAlert error={changing.error} />}
      <PasswordInput
        label="New password"
        autoComplete="new-password"
        required
        autoFocus
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <PasswordInput
        label="New password again"
        autoComplete="new-password"
        required
        error={differs && 'The two are not the same.'}
        value={again}
        onChange={(event) => setAgain(event.currentTarget.value)}
      />
      <Button
        type="submit"
        fullWidth
        loading={changing.isPending}
        disabled={password.length < SHORTEST || again !== password}
      >
        Save the password
      </Button>
      <TextLink to="/sign-in" size="sm" ta="center">
        Back to sign-in
      </TextLink>
    </SignInFrame>
  )
}
