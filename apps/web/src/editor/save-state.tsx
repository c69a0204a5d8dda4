import { Text, Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconCloudCheck, IconCloudOff, IconCloudUp } from '@tabler/icons-react'
import type { SaveState } from './draft-saver.ts'
import classes from './top-bar.module.css'

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })

/** How the draft stands, in words that are true at the moment that they are read. */
export function SaveStateView({ state }: { state: SaveState }) {
  const Icon =
    state.kind === 'saved'
      ? IconCloudCheck
      : state.kind === 'saving'
        ? IconCloudUp
        : state.kind === 'offline'
          ? IconCloudOff
          : IconAlertTriangle
  const words = wordsFor(state)
  const isBad = state.kind === 'refused' || state.kind === 'conflict'
  return (
    <Tooltip label={words} multiline maw={360}>
      <Text
        component="div"
        role="status"
        data-testid="save-state"
        data-state={state.kind}
        className={classes.save}
        c={isBad ? 'red' : 'dimmed'}
      >
        <Icon size={16} aria-hidden />
        <span className={classes.saveWords}>{words}</span>
      </Text>
    </Tooltip>
  )
}

function wordsFor(state: SaveState): string {
  switch (state.kind) {
    case 'saved':
      return state.at ? `Saved ${clock.format(state.at)}` : 'Saved'
    case 'saving':
      return 'Saving…'
    case 'offline':
      return state.kept ? 'Offline — kept here' : 'Offline — not saved, keep this page open'
    case 'refused':
      return `Could not save: ${state.reason}`
    case 'conflict':
      return 'Not saved: changed elsewhere'
  }
}
