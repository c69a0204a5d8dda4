import { isTemplate, ROLES } from '@hubflow/core'
import { Combobox, Group, Pill, PillsInput, Text, useCombobox } from '@mantine/core'
import { IconAt, IconDatabase, IconUser, IconUserStar, IconUsersGroup } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { peopleQuery } from '../../api/hub-queries.ts'
import { templateParts } from '../template-text.ts'
import { type FieldProps, useFieldErrors, useInspector } from './inspector-context.ts'
import { listOf, textOf } from './record-of.ts'

interface Choice {
  value: string
  label: string
  detail?: string
  group: string
}

const ROLE_WORDS: Record<(typeof ROLES)[number], string> = {
  admin: 'All admins',
  trainer: 'All trainers',
  manager: 'All managers',
  agent: 'All agents',
}
const OWNER: Choice = { value: 'owner', label: 'Owner of the workflow', group: 'People of the hub' }

/** People, roles, the owner, addresses and data, as pills that can be taken away. */
export function RecipientsField({ field, value, onChange, path }: FieldProps) {
  const error = useFieldErrors(path)
  const { endGesture } = useInspector()
  const choices = useChoices()
  const [query, setQuery] = useState('')
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const chosen = listOf(value).map(textOf)
  const offered = choices.filter((choice) => !chosen.includes(choice.value) && matches(choice, query))
  const typed = query.trim()
  const canAddTyped = typed.includes('@') || isTemplate(typed)

  function add(next: string): void {
    setQuery('')
    if (next && !chosen.includes(next)) onChange([...chosen, next])
  }

  function leave(): void {
    combobox.closeDropdown()
    if (canAddTyped) add(typed)
    endGesture()
  }

  const groups = [...new Set(offered.map(({ group }) => group))]
  return (
    <Combobox store={combobox} onOptionSubmit={add} shadow="md">
      <Combobox.DropdownTarget>
        <PillsInput
          label={field.title}
          description={field.help}
          required={field.required}
          error={error}
          onClick={() => combobox.openDropdown()}
        >
          <Pill.Group>
            {chosen.map((one) => (
              <Pill
                key={one}
                withRemoveButton
                onRemove={() => onChange(chosen.filter((other) => other !== one))}
                removeButtonProps={{
                  'aria-label': `Remove ${labelOf(one, choices)}`,
                  'aria-hidden': false,
                  tabIndex: 0,
                }}
              >
                <RecipientLabel value={one} choices={choices} />
              </Pill>
            ))}
            <Combobox.EventsTarget>
              <PillsInput.Field
                type={chosen.length > 0 ? 'auto' : 'visible'}
                aria-label={field.title}
                placeholder={chosen.length === 0 ? 'Name, role, address or data' : ''}
                value={query}
                onFocus={() => combobox.openDropdown()}
                onBlur={leave}
                onChange={(event) => {
                  setQuery(event.currentTarget.value)
                  combobox.openDropdown()
                  combobox.updateSelectedOptionIndex()
                }}
                onKeyDown={(event) => {
                  if (event.key === 'Backspace' && query === '' && chosen.length > 0) onChange(chosen.slice(0, -1))
                  const separates = event.key === ',' || event.key === ';' || event.key === ' ' || event.key === 'Enter'
                  if (!separates || !canAddTyped || combobox.getSelectedOptionIndex() >= 0) return
                  event.preventDefault()
                  add(typed)
                }}
              />
            </Combobox.EventsTarget>
          </Pill.Group>
        </PillsInput>
      </Combobox.DropdownTarget>
      <Combobox.Dropdown>
        <Combobox.Options mah={280} style={{ overflowY: 'auto' }}>
          {canAddTyped && (
            <Combobox.Option value={typed}>
              <ChoiceLine icon={<IconAt size={16} />} label={`Add ${typed}`} detail={undefined} />
            </Combobox.Option>
          )}
          {groups.map((group) => (
            <Combobox.Group key={group} label={group}>
              {offered
                .filter((choice) => choice.group === group)
                .map((choice) => (
                  <Combobox.Option key={choice.value} value={choice.value}>
                    <ChoiceLine icon={iconOf(choice.value)} label={choice.label} detail={choice.detail} />
                  </Combobox.Option>
                ))}
            </Combobox.Group>
          ))}
          {offered.length === 0 && !canAddTyped && (
            <Combobox.Empty>Nobody is called that. Write a whole address to send it there.</Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

function useChoices(): Choice[] {
  const { data: people = [] } = useQuery(peopleQuery)
  const { variables } = useInspector()
  return [
    ...variables.flatMap(({ label: group, items }) =>
      items
        .filter(({ type }) => type === 'email')
        .map(({ path, label, sample }) => ({
          value: `{{${path}}}`,
          label,
          group: `Data of ${group}`,
          ...(sample ? { detail: sample } : {}),
        })),
    ),
    OWNER,
    ...people.map(({ id, name, email }) => ({
      value: `user:${id}`,
      label: name,
      detail: email,
      group: 'People of the hub',
    })),
    ...ROLES.map((role) => ({ value: `role:${role}`, label: ROLE_WORDS[role], group: 'Roles' })),
  ]
}

function matches({ label, detail = '', group }: Choice, query: string): boolean {
  const text = `${label} ${detail} ${group}`.toLowerCase()
  return query
    .toLowerCase()
    .replace(/[{}]/g, ' ')
    .split(/\s+/)
    .every((word) => text.includes(word))
}

function labelOf(value: string, choices: readonly Choice[]): string {
  return choices.find((choice) => choice.value === value)?.label ?? value
}

function RecipientLabel({ value, choices }: { value: string; choices: readonly Choice[] }) {
  const { variables } = useInspector()
  const part = isTemplate(value) ? templateParts(value, variables)[0] : undefined
  const label = part?.kind === 'data' ? part.label : labelOf(value, choices)
  return (
    <Group gap={4} wrap="nowrap" component="span">
      {iconOf(value)}
      <span>{value.startsWith('user:') && label === value ? 'Someone who left' : label}</span>
    </Group>
  )
}

function ChoiceLine({ icon, label, detail }: { icon: ReactNode; label: string; detail: string | undefined }) {
  return (
    <Group gap="xs" wrap="nowrap">
      {icon}
      <Text size="sm" truncate>
        {label}
      </Text>
      {detail && (
        <Text size="xs" c="dimmed" ml="auto" truncate>
          {detail}
        </Text>
      )}
    </Group>
  )
}

function iconOf(value: string): ReactNode {
  if (isTemplate(value)) return <IconDatabase size={14} aria-hidden />
  if (value === 'owner') return <IconUserStar size={14} aria-hidden />
  if (value.startsWith('role:')) return <IconUsersGroup size={14} aria-hidden />
  return value.startsWith('user:') ? <IconUser size={14} aria-hidden /> : <IconAt size={14} aria-hidden />
}
