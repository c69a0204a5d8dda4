import type { OwnedWorkflow, UserWithWorkflows } from '@hubflow/api/client'
import { Button, Paper, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { TextLink } from '../../components/links.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { ChangeOwnerDialog } from './change-owner-dialog.tsx'

/** What somebody owns, each to be given to somebody else. */
export function OwnedWorkflows({ user }: { user: UserWithWorkflows }) {
  const [giving, setGiving] = useState<OwnedWorkflow | null>(null)
  if (user.owned.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {user.name} owns no workflow.
      </Text>
    )
  }
  return (
    <Paper>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>Status</Table.Th>
            <Table.Th ta="right">Owner</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {user.owned.map((workflow) => (
            <Table.Tr key={workflow.id}>
              <Table.Td>
                <TextLink to="/workflows/$workflowId" params={{ workflowId: workflow.id }} size="sm" fw={600}>
                  {workflow.name}
                </TextLink>
              </Table.Td>
              <Table.Td>
                <StatusBadge of="workflow" status={workflow.status} />
              </Table.Td>
              <Table.Td ta="right">
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`Change the owner of ${workflow.name}`}
                  onClick={() => setGiving(workflow)}
                >
                  Change…
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {giving && (
        <ChangeOwnerDialog
          workflow={{ ...giving, ownerId: user.id, ownerName: user.name }}
          onClose={() => setGiving(null)}
        />
      )}
    </Paper>
  )
}
