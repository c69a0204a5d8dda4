import { PasswordInput } from '@mantine/core'

export const SHORTEST_PASSWORD = 10

export interface NewPassword {
  password: string
  again: string
}

export const NO_PASSWORD: NewPassword = { password: '', again: '' }

/** Whether it can be sent: long enough, and twice the same. */
export function isChosen({ password, again }: NewPassword): boolean {
  return password.length >= SHORTEST_PASSWORD && again === password
}

interface NewPasswordFieldsProps {
  fields: NewPassword
  autoFocus?: boolean
  onChange(fields: NewPassword): void
}

/** A new password, typed twice, since nobody can read what they type. */
export function NewPasswordFields({ fields, autoFocus = true, onChange }: NewPasswordFieldsProps) {
  const differs = fields.again !== '' && fields.again !== fields.password
  return (
    <>
      <PasswordInput
        label="New password"
        autoComplete="new-password"
        required
        autoFocus={autoFocus}
        value={fields.password}
        onChange={(event) => onChange({ ...fields, password: event.currentTarget.value })}
      />
      <PasswordInput
        label="New password again"
        autoComplete="new-password"
        required
        error={differs && 'The two are not the same.'}
        value={fields.again}
        onChange={(event) => onChange({ ...fields, again: event.currentTarget.value })}
      />
    </>
  )
}
