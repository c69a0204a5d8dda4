import { Text } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import { useEditing } from '../api/editing.ts'
import classes from './editing-note.module.css'
import { useEditor } from './editor-context.ts'

/** Who else has the workflow open to edit, over the canvas. */
export function EditingNote() {
  const sentence = useEditing(useEditor().workflowId)
  return (
    <div role="status" className={classes.place}>
      {sentence !== null && (
        <span className={classes.note}>
          <IconUsers size={16} aria-hidden />
          <Text size="sm" component="span">
            {sentence}
          </Text>
        </span>
      )}
    </div>
  )
}
