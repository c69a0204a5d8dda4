import type { EmailTemplateView } from '@hubflow/api/client'
import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { RelativeTime } from '../../components/relative-time.tsx'
import type { TemplateForm } from './use-template-form.ts'

/** Two of one template: a person decides which one stays. */
export function TemplateConflict({ form, theirs }: { form: TemplateForm; theirs: EmailTemplateView }) {
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title="This template was changed elsewhere"
    >
      <Stack gap="md">
        <Text size="sm">
          {theirs.updatedBy?.name ?? 'Somebody'} saved it <RelativeTime time={theirs.updatedAt} />, while you worked on
          it here. Nothing is lost yet: choose which one stays.
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={form.takeTheirs}>
            Take theirs, drop mine
          </Button>
          <Button loading={form.isSaving} onClick={form.saveMine}>
            Save mine over it
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
