import { Button, Group, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { signIn } from '../../api/auth.ts'
import { TextLink } from '../../components/links.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { SignInFrame } from './sign-in-frame.tsx'

export function SignInPage() {
  const { next } = useSearch({ from: '/sign-in' })
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const queryClient = useQueryClient()
  const router = useRouter()
  const entering = useMutation({
    mutationFn: () => signIn(email.trim(), password),
    async onSuccess() {
      // Nothing that was fetched for someone else may be shown.
      queryClient.clear()
      await router.navigate({ href: next ?? '/', replace: true })
    },
  })

  return (
    <SignInFrame
      title="Sign in"
      description="With the email address that the hub knows."
      onSubmit={() => entering.mutate()}
    >
      {entering.isError && <ProblemAlert error={entering.error} />}
      <TextInput
        label="Email"
        type="email"
        name="email"
        autoComplete="username"
        required
        withAsterisk={false}
        autoFocus
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label="Password"
        name="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Group justify="flex-end">
        <TextLink to="/forgotten-password" size="sm">
          Forgotten your password?
        </TextLink>
      </Group>
      <Button type="submit" fullWidth loading={entering.isPending}>
        Sign in
      </Button>
    </SignInFrame>
  )
}
