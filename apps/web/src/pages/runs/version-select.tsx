import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { versionsQuery } from '../../api/workflow-queries.ts'

interface VersionSelectProps {
  workflowId: string | undefined
  version: number | undefined
  onChange(version: string | undefined): void
}

/** A version says something of one workflow alone: without one there is none to choose. */
export function VersionSelect({ workflowId, version, onChange }: VersionSelectProps) {
  const { data } = useQuery({ ...versionsQuery(workflowId ?? ''), enabled: workflowId !== undefined })
  const numbers = (data ?? []).map((each) => each.version)
  if (version !== undefined && !numbers.includes(version)) numbers.unshift(version)
  return (
    <Select
      label="Version"
      placeholder="Any"
      w={92}
      clearable
      searchable
      disabled={workflowId === undefined && version === undefined}
      {...(workflowId === undefined ? { title: 'Choose a workflow first.' } : {})}
      data={numbers.map(String)}
      value={version === undefined ? null : String(version)}
      onChange={(value) => onChange(value ?? undefined)}
    />
  )
}
