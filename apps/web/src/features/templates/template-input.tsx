import type { TemplateInput } from '@hubflow/api/client'
import { ROLES } from '@hubflow/core'
import { MultiSelect, NumberInput, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { peopleQuery } from '../../api/hub-queries.ts'
import { emailTemplatesQuery } from '../../api/mail-queries.ts'
import type { Answers } from './fill-template.ts'

interface TemplateInputFieldProps {
  input: TemplateInput
  answer: Answers[string]
  onAnswer(answer: Answers[string]): void
}

/** One question that a template asks. */
export function TemplateInputField({ input, answer, onAnswer }: TemplateInputFieldProps) {
  const { label, help, kind, leavesOut } = input
  const common = { label, description: help, required: !leavesOut }
  switch (kind) {
    case 'email-template':
      return <MailSelect {...common} answer={answer} onAnswer={onAnswer} />
    case 'people':
      return <PeopleSelect {...common} answer={answer} onAnswer={onAnswer} />
    case 'number':
      return (
        <NumberInput
          {...common}
          value={typeof answer === 'number' ? answer : ''}
          allowDecimal={false}
          onChange={(value) => onAnswer(typeof value === 'number' ? value : undefined)}
        />
      )
    default:
      return (
        <TextInput
          {...common}
          type={kind}
          placeholder={kind === 'url' ? 'https://' : undefined}
          value={typeof answer === 'string' ? answer : ''}
          onChange={(event) => onAnswer(event.currentTarget.value)}
        />
      )
  }
}

interface SelectProps extends Omit<TemplateInputFieldProps, 'input'> {
  label: string
  description: string | undefined
  required: boolean
}

function MailSelect({ answer, onAnswer, ...common }: SelectProps) {
  const { data: mails = [] } = useQuery(emailTemplatesQuery)
  return (
    <Select
      {...common}
      searchable
      placeholder="Choose an email template"
      nothingFoundMessage="No template is called that."
      data={mails.map(({ id, name }) => ({ value: id, label: name }))}
      value={typeof answer === 'string' ? answer : null}
      onChange={(id) => onAnswer(id ?? undefined)}
    />
  )
}

function PeopleSelect({ answer, onAnswer, ...common }: SelectProps) {
  const { data: people = [] } = useQuery(peopleQuery)
  return (
    <MultiSelect
      {...common}
      searchable
      data={[
        { value: 'owner', label: 'You, the owner of the workflow' },
        ...ROLES.map((role) => ({ value: `role:${role}`, label: `All ${role}s` })),
        ...people.map(({ id, name }) => ({ value: `user:${id}`, label: name })),
      ]}
      value={Array.isArray(answer) ? answer : []}
      onChange={onAnswer}
    />
  )
}
