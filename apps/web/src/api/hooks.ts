import type { Json, WorkflowStatus } from '@hubflow/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { eventTypesQuery, keys, workflowQuery, workflowRunsQuery, workflowsQuery } from './queries.ts'
import { type RunRequest, type TestRequest, type WorkflowFormData, workflowService } from './workflow-service.ts'

export function useWorkflows(status?: WorkflowStatus) {
  return useQuery(workflowsQuery(status))
}

export function useWorkflow(id: string) {
  return useQuery(workflowQuery(id))
}

export function useCreateWorkflow() {
  const changed = useWorkflowsChanged()
  return useMutation({
    mutationFn: (data: WorkflowFormData) => workflowService.createWorkflow(data),
    onSuccess: () => changed(),
  })
}

export function useUpdateWorkflow(id: string) {
  const changed = useWorkflowsChanged()
  return useMutation({
    mutationFn: (data: Parameters<typeof workflowService.updateWorkflow>[1]) =>
      workflowService.updateWorkflow(id, data),
    onSuccess: () => changed(id),
  })
}

export function useUpdateWorkflowStatus() {
  const changed = useWorkflowsChanged()
  return useMutation({
    mutationFn: ({ id, status }: { id: string; status: Exclude<WorkflowStatus, 'draft'> }) =>
      workflowService.updateWorkflowStatus(id, status),
    onSuccess: (_, { id }) => changed(id),
  })
}

export function useDeleteWorkflow() {
  const changed = useWorkflowsChanged()
  return useMutation({ mutationFn: (id: string) => workflowService.deleteWorkflow(id), onSuccess: () => changed() })
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

function useWorkflowsChanged() {
  const queryClient = useQueryClient()
  return async (id?: string) => {
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: keys.workflows }),
      ...(id ? [queryClient.invalidateQueries({ queryKey: keys.workflow(id) })] : []),
    ])
  }
}
