import { Button } from '@mantine/core'
import { IconListDetails } from '@tabler/icons-react'
import { EmptyState } from '../../components/empty-state.tsx'
import { ButtonLink } from '../../components/links.tsx'
import { changeRunSearch, type RunSearch } from './run-search.ts'

/** What is called so is left out by its button. */
const WIDER: [label: string, parts: (keyof RunSearch)[]][] = [
  ['Any record', ['subject']],
  ['Any status', ['status']],
  ['Any workflow', ['workflowId']],
  ['Any version', ['version']],
  ['Any cause', ['cause']],
  ['Any time', ['from', 'to']],
  ['Without the search', ['q']],
]

/** Says that nothing fits, and what can be left out to find more; or that nothing ran yet. */
export function NoRuns({ search, onChange }: { search: RunSearch; onChange(search: RunSearch): void }) {
  const isFiltered = Object.keys(search).length > 0
  if (!isFiltered)
    return (
      <EmptyState
        icon={<IconListDetails size={26} />}
        title="Nothing ran yet"
        action={<ButtonLink to="/workflows">Go to the workflows</ButtonLink>}
      >
        Publish a workflow. Each time it starts, its run is shown here within a second.
      </EmptyState>
    )
  const without = (parts: (keyof RunSearch)[]) => Object.fromEntries(parts.map((part) => [part, undefined]))
  return (
    <EmptyState
      icon={<IconListDetails size={26} />}
      title="No run fits these filters"
      action={
        <>
          {WIDER.filter(([, parts]) => parts.some((part) => search[part] !== undefined)).map(([label, parts]) => (
            <Button
              key={label}
              size="xs"
              variant="default"
              onClick={() => onChange(changeRunSearch(search, without(parts)))}
            >
              {label}
            </Button>
          ))}
          {search.test !== 'all' && search.cause === undefined && (
            <Button size="xs" variant="default" onClick={() => onChange({ ...search, test: 'all' })}>
              Real and test runs
            </Button>
          )}
          <Button size="xs" onClick={() => onChange({})}>
            Clear the filters
          </Button>
        </>
      }
    >
      {search.cause && search.status && search.status !== 'failed'
        ? 'Only failed runs have a cause. Choose another status, or leave one of the filters out:'
        : 'A run must fit all of them. Leave one of them out to find more:'}
    </EmptyState>
  )
}
