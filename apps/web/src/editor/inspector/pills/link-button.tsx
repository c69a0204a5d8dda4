import { ActionIcon, Button, Group, Popover, Stack, TextInput, Tooltip } from '@mantine/core'
import { IconLink } from '@tabler/icons-react'
import type { Editor } from '@tiptap/core'
import { useState } from 'react'
import { useEditorValue } from './use-pill-editor.ts'

/** Makes what is chosen a link, changes it, or takes it away. */
export function LinkButton({ editor }: { editor: Editor }) {
  const [address, setAddress] = useState<string | null>(null)
  const isOn = useEditorValue(editor, (current) => current.isActive('link'))

  function open(): void {
    const href: unknown = editor.getAttributes('link').href
    setAddress(typeof href === 'string' ? href : 'https://')
  }

  function set(): void {
    const href = (address ?? '').trim()
    setAddress(null)
    const chain = editor.chain().focus().extendMarkRange('link')
    if (href === '') chain.unsetLink().run()
    else if (editor.state.selection.empty && !isOn)
      chain.insertContent({ type: 'text', text: href, marks: [{ type: 'link', attrs: { href } }] }).run()
    else chain.setLink({ href }).run()
  }

  return (
    <Popover
      opened={address !== null}
      onChange={(opened) => !opened && setAddress(null)}
      trapFocus
      width={290}
      shadow="lg"
      withRoles={false}
    >
      <Popover.Target>
        <Tooltip label="Link">
          <ActionIcon
            aria-label="Link"
            aria-pressed={isOn}
            size={28}
            onMouseDown={(event) => event.preventDefault()}
            onClick={open}
          >
            <IconLink size={17} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label="Link">
        <Stack gap="xs">
          <TextInput
            data-autofocus
            size="xs"
            label="Leads to"
            description="A web address, or mailto: and an address. Leave it empty to take the link away."
            value={address ?? ''}
            onChange={(event) => setAddress(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Enter' && set()}
          />
          <Group justify="flex-end">
            <Button size="compact-sm" onClick={set}>
              Set the link
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
