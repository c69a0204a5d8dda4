import type { RunExample } from '@hubflow/api/client'
import { useQuery } from '@tanstack/react-query'
import { useStore } from 'zustand'
import { exampleQuery } from '../../api/workflow-queries.ts'
import { useDefinition, useEditor } from '../editor-context.ts'
import { doesFit } from './example.ts'

/** The run whose data the next test begins with; null where there is none, or the trigger has become another. */
export function useExample(): { example: RunExample | null; isLoading: boolean } {
  const { tests } = useEditor()
  const exampleId = useStore(tests, (state) => state.exampleId)
  const { data, isLoading } = useQuery({ ...exampleQuery(exampleId ?? ''), enabled: exampleId !== null })
  const fits = useDefinition((definition) => data !== undefined && doesFit(data, definition))
  return { example: data && fits ? data : null, isLoading }
}
