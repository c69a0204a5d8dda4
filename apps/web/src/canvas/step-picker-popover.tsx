import { Popover } from '@mantine/core'
import { addStep } from '../editor/commands.ts'
import { useEditor, useView } from '../editor/editor-context.ts'
import classes from './canvas.module.css'
import { StepPicker } from './step-picker.tsx'

/** The one list of steps of the canvas, at the plus that was pressed last. */
export function StepPickerPopover() {
  const editor = useEditor()
  const adding = useView((state) => state.adding)
  const actions = editor.catalog.filter((entry) => entry.kind === 'action')
  const close = () => editor.view.setState({ adding: null })
  return (
    <Popover
      opened={adding !== null}
      onChange={(opened) => !opened && close()}
      trapFocus
      withRoles={false}
      transitionProps={{ duration: 0 }}
      returnFocus
      shadow="lg"
      radius="lg"
      position="bottom"
      withinPortal
    >
      <Popover.Target>
        <div
          className={classes.anchor}
          style={adding ? { left: adding.anchor.x, top: adding.anchor.y } : { display: 'none' }}
        />
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label="Add a step">
        {adding && <StepPicker entries={actions} onPick={(entry) => addStep(editor, entry, adding.place)} />}
      </Popover.Dropdown>
    </Popover>
  )
}
