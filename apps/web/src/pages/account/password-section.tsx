import { Button, Group, Paper, PasswordInput, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { changePassword } from '../../api/auth.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { showDone } from '../../components/toast.tsx'
import { isChosen, NewPasswordFields, NO_PASSWORD, SHORTEST_PASSWORD } from '../sign-in/new-password-fields.tsx'

export function PasswordSection() {
  const [current, setCurrent] = useState('')
  const [fields, setFields] = useState(NO_PASSWORD)
  const changing = useMutation({
    mutationFn: () => changePassword(current, fields.password),
    onSuccess() {
      showDone('Your password is changed', 'Everywhere else you are signed out.')
      setCurrent('')
      setFields(NO_PASSWORD)
    },
  })

  function change(event: FormEvent): void {
    event.preventDefault()
    changing.mutate()
  }

  return (
    <Paper p="md" maw={480}>
      <form onSubmit={change}>
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            The new one has at least {SHORTEST_PASSWORD} characters. Wherever else you are signed in, you are signed
            out; API keys go on working.
          </Text>
          {changing.isError && <ProblemAlert error={changing.error} />}
          <PasswordInput
            label="Present password"
            autoComplete="current-password"
            required
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <NewPasswordFields fields={fields} autoFocus={false} onChange={setFields} />
          <Group justify="flex-end" mt="xs">
            <Button type="submit" loading={changing.isPending} disabled={current === '' || !isChosen(fields)}>
              Change the password
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  )
}
