import { Alert, Button, TextInput } from '@mantine/core'
import { IconMailCheck } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { requestPasswordReset } from '../../api/auth.ts'
import { TextLink } from '../../components/links.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { SignInFrame } from './sign-in-frame.tsx'

export function ForgottenPasswordPage() {
  const [email, setEmail] = useState('')
  const asking = useMutation({ mutationFn: () => requestPasswordReset(email.trim()) })

  return (
    <SignInFrame
      title="Forgotten your password?"
      description="We send you a link by which you choose a new one."
      onSubmit={() => asking.mutate()}
    >
      {asking.isError && <ProblemAlert error={asking.error} />}
      {asking.isSuccess ? (
        <Alert color="green" icon={<IconMailCheck size={18} />} title="Look into your mail" role="status">
          If the hub knows {email.trim()}, a link is on its way. It works for one hour.
        </Alert>
      ) : (
        <>
          <TextInput
            label="Email"
            type="email"
            name="email"
            autoComplete="username"
            required
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <Button type="submit" fullWidth loading={asking.isPending} disabled={email.trim() === ''}>
            Send the link
          </Button>
        </>
      )}
      <TextLink to="/sign-in" size="sm" ta="center">
        Back to sign-in
      </TextLink>
    </SignInFrame>
  )
}
