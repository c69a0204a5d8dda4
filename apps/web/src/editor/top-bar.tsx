import type { Workflow } from '@hubflow/api/client'
import { findTrigger } from '@hubflow/core'
import { ActionIcon, Button, Group, TextInput, Tooltip } from '@mantine/core'
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconChevronLeft,
  IconCircleCheck,
  IconFlask,
  IconPlayerPlay,
  IconRocket,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useStore } from 'zustand'
import { useUpdateWorkflow } from '../api/hooks.ts'
import { BadgeLink } from '../components/links.tsx'
import { StatusBadge } from '../components/status-badge.tsx'
import { showFailure } from '../components/toast.tsx'
import { ViewSwitch } from '../features/guide/view-switch.tsx'
import type { SaveState } from './draft-saver.ts'
import { useDefinition, useEditor, useView } from './editor-context.ts'
import type { GuideStep } from './editor-search.ts'
import { SaveStateView } from './save-state.tsx'
import classes from './top-bar.module.css'

interface TopBarProps {
  workflow: Workflow
  saveState: SaveState
  onTest(): void
  onRun(): void
  /** The step of the guided path that is shown; none while the canvas is. */
  guide: GuideStep | undefined
  onGuide(step: GuideStep | undefined): void
}

export function TopBar({ workflow, saveState, onTest, onRun, guide, onGuide }: TopBarProps) {
  const { store, problems } = useEditor()
  const canUndo = useStore(store, ({ history }) => history.past.length > 0)
  const canRedo = useStore(store, ({ history }) => history.future.length > 0)
  const count = useStore(problems, ({ all }) => all.length)
  const isUnpublished = workflow.hasUnpublishedChanges || saveState.kind !== 'saved'
  const whyNotPublish = reasonNotToPublish(workflow, isUnpublished)
  const whyNotRun = reasonNotToRun(workflow)
  const whyNotTest = useDefinition((definition) => findTrigger(definition) !== undefined)
    ? null
    : 'Add a trigger first, then test.'

  return (
    <div className={classes.bar} role="toolbar" aria-label="Workflow">
      <Tooltip label="All workflows">
        <ActionIcon component={Link} to="/workflows" aria-label="Back to all workflows" size={34}>
          <IconChevronLeft size={20} />
        </ActionIcon>
      </Tooltip>
      <NameField workflow={workflow} />
      <StatusBadge of="workflow" status={workflow.status} />
      <LiveBadge id={workflow.id} liveVersion={workflow.liveVersion} isUnpublished={isUnpublished} />
      <SaveStateView state={saveState} />
      <div className={classes.space} />
      <Group gap={2} wrap="nowrap">
        <Tooltip label="Undo (Ctrl+Z)">
          <ActionIcon
            className={classes.quiet ?? ''}
            aria-label="Undo"
            size={34}
            disabled={!canUndo}
            onClick={() => store.getState().undo()}
          >
            <IconArrowBackUp size={19} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Redo (Ctrl+Y)">
          <ActionIcon
            className={classes.quiet ?? ''}
            aria-label="Redo"
            size={34}
            disabled={!canRedo}
            onClick={() => store.getState().redo()}
          >
            <IconArrowForwardUp size={19} />
          </ActionIcon>
        </Tooltip>
      </Group>
      <ViewSwitch guide={guide} onGuide={onGuide} />
      <ProblemsButton count={count} />
      <WithReason reason={whyNotTest} words="Test">
        <Button
          variant="default"
          px="sm"
          className={classes.compact ?? ''}
          leftSection={<IconFlask size={16} />}
          disabled={whyNotTest !== null}
          onClick={onTest}
        >
          Test
        </Button>
      </WithReason>
      <WithReason reason={whyNotRun} words="Run now">
        <Button
          variant="default"
          px="sm"
          className={classes.compact ?? ''}
          leftSection={<IconPlayerPlay size={16} />}
          disabled={whyNotRun !== null}
          onClick={onRun}
        >
          Run now
        </Button>
      </WithReason>
      <WithReason reason={whyNotPublish} words="Publish">
        <Button
          leftSection={<IconRocket size={16} />}
          disabled={whyNotPublish !== null}
          onClick={() => onGuide('review')}
        >
          Publish
        </Button>
      </WithReason>
    </div>
  )
}

/** What keeps the workflow from being published, with their number; a quiet tick while there is nothing. */
function ProblemsButton({ count }: { count: number }) {
  const { view } = useEditor()
  const problemsOpen = useView((state) => state.problemsOpen)
  const toggle = {
    'aria-expanded': problemsOpen,
    'aria-controls': 'problems',
    onClick: () => view.setState({ problemsOpen: !problemsOpen }),
  }
  if (count === 0) {
    return (
      <Tooltip label="No problems">
        <ActionIcon {...toggle} aria-label="No problems" size={34}>
          <IconCircleCheck size={19} />
        </ActionIcon>
      </Tooltip>
    )
  }
  return (
    <Button
      {...toggle}
      className={classes.fixed ?? ''}
      variant="subtle"
      color="orange"
      px="sm"
      leftSection={<IconAlertTriangle size={17} />}
    >
      {count}
      <span className={classes.unit}>&nbsp;{count === 1 ? 'problem' : 'problems'}</span>
    </Button>
  )
}

/** A button that cannot be pressed takes no pointer: what tells the reason stands around it. */
function WithReason({ reason, words, children }: { reason: string | null; words: string; children: ReactNode }) {
  return (
    <Tooltip label={reason} disabled={reason === null} multiline maw={280}>
      <span className={classes.fixed} title={reason ?? words}>
        {children}
      </span>
    </Tooltip>
  )
}

function reasonNotToPublish({ liveVersion }: Workflow, isUnpublished: boolean): string | null {
  return liveVersion !== null && !isUnpublished ? `Version ${liveVersion} is live; nothing has changed since.` : null
}

function reasonNotToRun({ status, liveVersion }: Workflow): string | null {
  if (liveVersion === null) return 'Publish the workflow first, then run it.'
  return status === 'active' ? null : 'Only an active workflow can be run. Resume it in the list of workflows.'
}

/** What is live, as the way to all versions. */
function LiveBadge({
  id,
  liveVersion,
  isUnpublished,
}: {
  id: string
  liveVersion: number | null
  isUnpublished: boolean
}) {
  if (liveVersion === null) return null
  return (
    <BadgeLink
      to="/workflows/$workflowId/versions"
      params={{ workflowId: id }}
      title="All versions"
      className={`${classes.fixed} ${classes.live}`}
      color={isUnpublished ? 'yellow' : 'gray'}
      variant="light"
      data-testid="live-version"
    >
      {isUnpublished ? 'Unpublished changes' : `Live: version ${liveVersion}`}
    </BadgeLink>
  )
}

function NameField({ workflow }: { workflow: Workflow }) {
  const [typed, setTyped] = useState<string | null>(null)
  const update = useUpdateWorkflow(workflow.id)
  const name = typed ?? workflow.name

  function save(): void {
    const next = name.trim()
    if (next === '' || next === workflow.name) {
      setTyped(null)
      return
    }
    update.mutate(
      { name: next },
      { onError: (error) => showFailure('The name was not changed', error), onSettled: () => setTyped(null) },
    )
  }

  return (
    <TextInput
      variant="unstyled"
      className={classes.nameBox ?? ''}
      classNames={{ input: classes.name ?? '' }}
      aria-label="Name of the workflow"
      title={name}
      maxLength={120}
      value={name}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key === 'Escape') setTyped(null)
      }}
    />
  )
}
