import { Autocomplete, Textarea, TextInput } from '@mantine/core'

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
}

/** Name, description and category: the same for a new workflow and an old one. */
export function DetailsFields({ details, categories, errors, onChange }: DetailsFieldsProps) {
  return (
    <>
      <TextInput
        label="Name"
        required
        data-autofocus
        maxLength={120}
        placeholder="New policy welcome email"
        error={errors.name}
        value={details.name}
        onChange={(event) => onChange({ ...details, name: event.currentTarget.value })}
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
