import type { Json, WorkflowStatus } from '@hubflow/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { eventTypesQuery } from './hub-queries.ts'
import { keys } from './keys.ts'
import { workflowRunsQuery } from './run-queries.ts'
import { workflowQuery, workflowsQuery } from './workflow-queries.ts'
import { workflowsChanged } from './workflow-rows.ts'
import { type RunRequest, type TestRequest, type WorkflowFormData, workflowService } from './workflow-service.ts'

export function useWorkflows(status?: WorkflowStatus) {
  return useQuery(workflowsQuery(status))
}

export function useWorkflow(id: string) {
  return useQuery(workflowQuery(id))
}

export function useCreateWorkflow() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (data: WorkflowFormData) => workflowService.createWorkflow(data),
    onSuccess: ({ id }) => workflowsChanged(queryClient, [id]),
  })
}

export function useUpdateWorkflow(id: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (data: Parameters<typeof workflowService.updateWorkflow>[1]) =>
      workflowService.updateWorkflow(id, data),
    onSuccess: () => workflowsChanged(queryClient, [id]),
  })
}

/** Done when the lists show it. */
export function useUpdateWorkflowStatus() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ id, status }: { id: string; status: Exclude<WorkflowStatus, 'draft'> }) =>
      workflowService.updateWorkflowStatus(id, status),
    onSuccess: (_, { id }) => workflowsChanged(queryClient, [id]),
  })
}

export function useDeleteWorkflow() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => workflowService.deleteWorkflow(id),
    onSuccess: (_, id) => workflowsChanged(queryClient, [id]),
  })
}

export function useDuplicateWorkflow() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => workflowService.duplicateWorkflow(id),
    onSuccess: ({ id }) => workflowsChanged(queryClient, [id]),
  })
}

export function useRestoreWorkflow() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ id, name }: { id: string; name?: string }) => workflowService.restoreWorkflow(id, name),
    onSuccess: ({ id }) => workflowsChanged(queryClient, [id]),
  })
}

export function usePurgeWorkflow() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => workflowService.purgeWorkflow(id),
    onSuccess: (_, id) => workflowsChanged(queryClient, [id]),
  })
}

export function useTriggerWorkflow() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ id, ...run }: { id: string } & RunRequest) => workflowService.triggerWorkflow(id, run),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.runs }),
  })
}

export function useTestWorkflow() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ id, testData, ...more }: { id: string; testData?: Record<string, Json> } & TestRequest) =>
      workflowService.testWorkflow(id, testData, more),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.runs }),
  })
}

export function useWorkflowRuns(workflowId?: string, limit?: number) {
  return useQuery(workflowRunsQuery(workflowId, limit))
}

export function useTriggerEventTypes() {
  return useQuery(eventTypesQuery)
}
