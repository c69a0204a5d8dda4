import type { Version, Workflow } from '@hubflow/api/client'
import type { Definition } from '@hubflow/core'
import { Group, Paper, SegmentedControl, Select, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { catalogQuery, versionQuery } from '../../api/workflow-queries.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { diffDefinitions, diffSettings } from '../../features/sentences/definition-diff.ts'
import { Sentences } from '../../features/sentences/sentences.tsx'
import { plural } from '../../format/words.ts'
import { PageLoading } from '../page-loading.tsx'
import classes from './versions.module.css'
import { nameOfSide, type Side, type VersionsSearch } from './versions-search.ts'

const DiffCanvas = lazy(async () => ({ default: (await import('./diff-canvas.tsx')).DiffCanvas }))

interface ComparisonProps {
  workflow: Workflow
  versions: readonly Version[]
  sides: { newer: Side; older: Side | null }
  as: VersionsSearch['as']
  onChange(search: VersionsSearch): void
}

/** One version beside another: in sentences, or drawn. */
export function Comparison({ workflow, versions, sides: { newer, older }, as, onChange }: ComparisonProps) {
  const after = useSide(workflow, newer)
  const before = useSide(workflow, older)
  const { data: catalog } = useQuery(catalogQuery)
  const names: Side[] = [...(workflow.hasUnpublishedChanges ? ['draft' as const] : []), ...versions.map(versionOf)]
  const options = (except: Side | null) =>
    names.filter((side) => side !== except).map((side) => ({ value: String(side), label: nameOfSide(side) }))
  const error = after.error ?? before.error

  return (
    <Paper component="section" aria-label="Comparison" p="md" className={classes.comparison ?? ''}>
      <Group gap="xs" mb="sm">
        <SideSelect
          label="Shown"
          value={newer}
          options={options(null)}
          onChange={(side) => onChange({ newer: side })}
        />
        {older !== null && (
          <SideSelect
            label="Compared with"
            value={older}
            options={options(newer)}
            onChange={(side) => onChange({ older: side })}
          />
        )}
        <SegmentedControl
          ml="auto"
          aria-label="Shown as"
          value={as ?? 'sentences'}
          onChange={(next) => onChange({ as: next === 'canvas' ? 'canvas' : 'sentences' })}
          data={[
            { value: 'sentences', label: 'Sentences' },
            { value: 'canvas', label: 'Canvas' },
          ]}
        />
      </Group>
      {error && <ProblemAlert error={error} />}
      {after.definition && catalog && (older === null || before.definition) && (
        <>
          {before.definition && older !== null && (
            <Text size="sm" c="dimmed" mb="xs" data-testid="difference">
              {differenceInWords(before.definition, after.definition, older, newer)}
            </Text>
          )}
          {as === 'canvas' ? (
            <Suspense fallback={<PageLoading />}>
              <DiffCanvas before={before.definition ?? after.definition} after={after.definition} catalog={catalog} />
            </Suspense>
          ) : (
            <Sentences definition={after.definition} {...(before.definition ? { before: before.definition } : {})} />
          )}
        </>
      )}
    </Paper>
  )
}

function SideSelect(props: {
  label: string
  value: Side
  options: { value: string; label: string }[]
  onChange(side: Side): void
}) {
  return (
    <Select
      label={props.label}
      data={props.options}
      value={String(props.value)}
      onChange={(value) => value && props.onChange(value === 'draft' ? 'draft' : Number(value))}
      allowDeselect={false}
      w={150}
    />
  )
}

/** A side's definition: the draft's is there, a version's is fetched; none where there is no such side. */
function useSide(workflow: Workflow, side: Side | null): { definition: Definition | undefined; error: Error | null } {
  const isVersion = typeof side === 'number'
  const version = useQuery({ ...versionQuery(workflow.id, isVersion ? side : 0), enabled: isVersion })
  if (side === 'draft') return { definition: workflow.draft.definition, error: null }
  return isVersion
    ? { definition: version.data?.definition, error: version.error }
    : { definition: undefined, error: null }
}

function differenceInWords(before: Definition, after: Definition, older: Side, newer: Side): string {
  const steps = diffDefinitions(before, after, new Map()).filter(({ mark }) => mark !== 'same').length
  const count = steps + diffSettings(before, after).length
  const [was, is] = [nameOfSide(older).toLowerCase(), nameOfSide(newer)]
  return count === 0 ? `${is} does the same as ${was}.` : `${is} differs from ${was} in ${plural(count, 'place')}.`
}

function versionOf({ version }: Version): number {
  return version
}
