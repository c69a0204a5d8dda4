import type { WorkflowSummary } from '@hubflow/api/client'
import { ActionIcon, Menu } from '@mantine/core'
import {
  IconArchive,
  IconArrowRight,
  IconCopy,
  IconDots,
  IconFileExport,
  IconHelpCircle,
  IconHistory,
  IconListDetails,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconTrash,
  IconUserShare,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useDuplicateWorkflow, useUpdateWorkflowStatus } from '../../api/hooks.ts'
import { meQuery } from '../../api/hub-queries.ts'
import { MenuLink } from '../../components/links.tsx'
import { showDone, showFailure } from '../../components/toast.tsx'
import { DeleteWorkflowDialog } from './delete-workflow-dialog.tsx'
import { EditDetailsDialog } from './edit-details-dialog.tsx'

// Its checks of what is typed are heavy; the list is there before them.
const RunNowDialog = lazy(async () => ({
  default: (await import('../../run-now/run-now-dialog.tsx')).RunNowDialog,
}))

const ChangeOwnerDialog = lazy(async () => ({
  default: (await import('../people/change-owner-dialog.tsx')).ChangeOwnerDialog,
}))

/** What can be done with a workflow without opening it. */
export function WorkflowMenu({ workflow }: { workflow: WorkflowSummary }) {
  const { id, name, status, liveVersion, createdBy } = workflow
  const { data: me } = useQuery(meQuery)
  const [dialog, setDialog] = useState<'run' | 'details' | 'owner' | 'delete' | null>(null)
  const updateStatus = useUpdateWorkflowStatus()
  const duplicating = useDuplicateWorkflow()
  const navigate = useNavigate()
  const close = () => setDialog(null)

  function change(next: 'active' | 'paused' | 'archived', done: string): void {
    updateStatus.mutate(
      { id, status: next },
      {
        onSuccess: () => showDone(`“${name}” is ${done}`),
        onError: (error) => showFailure('Nothing was changed', error),
      },
    )
  }

  function duplicate(): void {
    duplicating.mutate(id, {
      onSuccess(copy) {
        showDone(`This is “${copy.name}”`, 'It is a draft of yours: nothing runs before you publish it.')
        void navigate({ to: '/workflows/$workflowId', params: { workflowId: copy.id } })
      },
      onError: (error) => showFailure('It was not duplicated', error),
    })
  }

  return (
    <>
      <Menu width={210} position="left-start">
        <Menu.Target>
          <ActionIcon aria-label={`More for ${name}`}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <MenuLink to="/workflows/$workflowId" params={{ workflowId: id }} leftSection={<IconArrowRight size={16} />}>
            Open
          </MenuLink>
          <Menu.Item
            leftSection={<IconPlayerPlay size={16} />}
            disabled={status !== 'active'}
            onClick={() => setDialog('run')}
          >
            Run now…
          </Menu.Item>
          <MenuLink to="/runs" search={{ workflowId: id }} leftSection={<IconListDetails size={16} />}>
            Show its runs
          </MenuLink>
          <MenuLink to="/why" search={{ workflowId: id }} leftSection={<IconHelpCircle size={16} />}>
            Why did it (not) run?
          </MenuLink>
          <MenuLink
            to="/workflows/$workflowId/versions"
            params={{ workflowId: id }}
            leftSection={<IconHistory size={16} />}
          >
            Versions
          </MenuLink>
          <Menu.Item
            component="a"
            href={`/api/workflows/${id}/export`}
            download
            leftSection={<IconFileExport size={16} />}
          >
            Export as a file
          </Menu.Item>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setDialog('details')}>
            Edit details…
          </Menu.Item>
          {me?.role === 'admin' && (
            <Menu.Item leftSection={<IconUserShare size={16} />} onClick={() => setDialog('owner')}>
              Change the owner…
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconCopy size={16} />} onClick={duplicate}>
            Duplicate
          </Menu.Item>
          <Menu.Divider />
          {status === 'active' && (
            <Menu.Item leftSection={<IconPlayerPause size={16} />} onClick={() => change('paused', 'paused')}>
              Pause
            </Menu.Item>
          )}
          {(status === 'paused' || status === 'archived') && liveVersion !== null && (
            <Menu.Item leftSection={<IconPlayerPlay size={16} />} onClick={() => change('active', 'active')}>
              Resume
            </Menu.Item>
          )}
          {status !== 'archived' && (
            <Menu.Item leftSection={<IconArchive size={16} />} onClick={() => change('archived', 'archived')}>
              Archive
            </Menu.Item>
          )}
          <Menu.Item
            color="var(--mantine-color-error)"
            leftSection={<IconTrash size={16} />}
            onClick={() => setDialog('delete')}
          >
            Delete…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === 'run' && (
        <Suspense>
          <RunNowDialog workflow={workflow} onClose={close} />
        </Suspense>
      )}
      {dialog === 'details' && <EditDetailsDialog workflow={workflow} onClose={close} />}
      {dialog === 'owner' && (
        <Suspense>
          <ChangeOwnerDialog
            workflow={{ id, name, ownerId: createdBy.id, ownerName: createdBy.name }}
            onClose={close}
          />
        </Suspense>
      )}
      {dialog === 'delete' && <DeleteWorkflowDialog workflow={workflow} onClose={close} />}
    </>
  )
}
