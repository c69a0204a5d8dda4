import { Autocomplete, Textarea } from '@mantine/core'
import { NameInput } from './name-input.tsx'

export interface Details {
  name: string
  description: string
  category: string
}

const USUAL_CATEGORIES = ['General', 'Recruiting', 'Sales', 'Commissions', 'Training']

interface DetailsFieldsProps {
  details: Details
  /** Categories in use, offered besides the usual ones. */
  categories: string[]
  /** What the server says of a field, by the field's name. */
  errors: Record<string, string>
  onChange(details: Details): void
  /** The workflow that these are the details of; none for a new one. */
  workflowId?: string
  autoFocus?: boolean
}

/** Name, description and category: the same for a new workflow and an old one. */
export function DetailsFields({
  details,
  categories,
  errors,
  onChange,
  workflowId,
  autoFocus = false,
}: DetailsFieldsProps) {
  return (
    <>
      <NameInput
        value={details.name}
        error={errors.name}
        autoFocus={autoFocus}
        {...(workflowId ? { workflowId } : {})}
        onChange={(name) => onChange({ ...details, name })}
      />
      <Textarea
        label="Description"
        description="For your colleagues: what it does and why."
        autosize
        minRows={2}
        maxRows={6}
        maxLength={2000}
        error={errors.description}
        value={details.description}
        onChange={(event) => onChange({ ...details, description: event.currentTarget.value })}
      />
      <Autocomplete
        label="Category"
        description="Choose one or write your own."
        data={[...new Set([...USUAL_CATEGORIES, ...categories])]}
        maxLength={60}
        error={errors.category}
        value={details.category}
        onChange={(category) => onChange({ ...details, category })}
      />
    </>
  )
}
