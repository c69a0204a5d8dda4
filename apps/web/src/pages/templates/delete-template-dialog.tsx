import type { EmailTemplateView } from '@hubflow/api/client'
import { Button, Group, Modal, Skeleton, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { client, settle } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { templateUsesQuery } from '../../api/mail-queries.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { showDone } from '../../components/toast.tsx'
import { TemplateUses } from './template-uses.tsx'

/** Says what uses a template before it is deleted; what is used stays. */
export function DeleteTemplateDialog({ template, onClose }: { template: EmailTemplateView; onClose(): void }) {
  const queryClient = useQueryClient()
  const uses = useQuery({ ...templateUsesQuery(template.id), refetchOnMount: 'always' })
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => settle(client.api['email-templates'][':id'].$delete({ param: { id: template.id } })),
    async onSuccess() {
      await queryClient.invalidateQueries({ queryKey: keys.emailTemplates })
      showDone(`“${template.name}” is deleted`)
      onClose()
    },
    onError: () => void uses.refetch(),
  })
  const isUsed = uses.data !== undefined && uses.data.length > 0
  return (
    <Modal opened onClose={onClose} title={`Delete “${template.name}”?`}>
      <Stack gap="sm">
        {error && <ProblemAlert error={error} />}
        {uses.isError && <ProblemAlert error={uses.error} onRetry={() => uses.refetch()} />}
        {uses.isPending && <Skeleton h={48} />}
        {isUsed && (
          <>
            <Text size="sm">
              It cannot be deleted while workflows use it: their mails would fail. Choose another template there and
              publish, then delete it here.
            </Text>
            <TemplateUses uses={uses.data} />
          </>
        )}
        {uses.data?.length === 0 && (
          <Text size="sm">No workflow uses it. It cannot be brought back; mails that were sent stay as they are.</Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {isUsed ? 'Close' : 'Cancel'}
          </Button>
          {!isUsed && (
            <Button color="red" disabled={!uses.isSuccess} loading={isPending} onClick={() => mutate()}>
              Delete
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}
