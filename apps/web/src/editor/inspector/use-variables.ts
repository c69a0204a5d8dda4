import { type VariableGroup, variablesAt } from '@hubflow/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { webhookSampleQuery } from '../../api/workflow-queries.ts'
import { useDefinition, useEditor } from '../editor-context.ts'
import { withExample } from '../step-tests/example.ts'
import { useExample } from '../step-tests/use-example.ts'

/**
 * The data that a node can insert, with the fields of a call that was caught where a webhook starts the workflow. Samples
 * are those of the run that tests begin with, where there is one.
 */
export function useVariables(nodeId: string): readonly VariableGroup[] {
  const { workflowId, catalog, eventTypes } = useEditor()
  const definition = useDefinition((current) => current)
  const isWebhook = definition.nodes.some(({ type }) => type === 'webhook')
  const { data } = useQuery({ ...webhookSampleQuery(workflowId), enabled: isWebhook })
  const webhookSample = data?.sample ?? null
  const { example } = useExample()
  return useMemo(() => {
    const groups = variablesAt(definition, nodeId, { catalog, eventTypes, webhookSample })
    return example ? withExample(groups, example) : groups
  }, [definition, nodeId, catalog, eventTypes, webhookSample, example])
}
