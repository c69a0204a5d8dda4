import { ActionIcon, Kbd, Menu } from '@mantine/core'
import { IconAlertTriangle, IconCornerDownRight, IconDots, IconNote, IconPlus } from '@tabler/icons-react'
import { memo, useState } from 'react'
import { shallow } from 'zustand/shallow'
import { branchLabel } from '../../canvas/branch.ts'
import { nodeSentence } from '../../canvas/node-sentence.ts'
import { NodeIcon } from '../../components/node-icon.tsx'
import { plural } from '../../format/words.ts'
import { useDefinition, useEditor, useNodeProblems, useStepTest } from '../editor-context.ts'
import { TEST_LOOKS } from '../step-tests/test-badge.tsx'
import classes from './outline.module.css'
import { actionsFor, type OutlineAction } from './outline-actions.ts'
import type { OutlineRow } from './outline-rows.ts'

interface OutlineLineProps {
  row: OutlineRow
  /** Where Tab comes in. */
  isActive: boolean
  isMenuOpen: boolean
  onMenu(key: string | null): void
  onAct(row: OutlineRow, action: OutlineAction): void
}

/** One line of the outline: a step as a sentence, the name of a way, or the plus where a way ends. */
export const OutlineLine = memo(Line, isSame)

function Line({ row, isActive, isMenuOpen, onMenu, onAct }: OutlineLineProps) {
  const editor = useEditor()
  const words = useWords(row)
  const [isPointedAt, setPointedAt] = useState(false)

  function actFirst(): void {
    const [first] = actionsFor(editor, row)
    if (first) onAct(row, first)
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it takes the keys
    <div
      role="treeitem"
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.of}
      aria-label={words.spoken}
      aria-selected={isActive}
      tabIndex={isActive ? 0 : -1}
      data-key={row.key}
      data-kind={row.kind}
      className={classes.line}
      style={{ paddingInlineStart: 6 + (row.level - 1) * 11 }}
      onClick={actFirst}
      onPointerEnter={() => setPointedAt(true)}
      onPointerLeave={() => setPointedAt(false)}
      onFocus={({ target, currentTarget }) => target === currentTarget && editor.view.setState({ outlineRow: row.key })}
    >
      <Words row={row} text={words.shown} />
      {row.kind === 'step' && (isPointedAt || isActive || isMenuOpen) && (
        <Actions row={row} isActive={isActive} isMenuOpen={isMenuOpen} onMenu={onMenu} onAct={onAct} />
      )}
    </div>
  )
}

/** Rows are made anew with every change of the workflow, of which there may be hundreds that say the same. */
function isSame(before: OutlineLineProps, after: OutlineLineProps): boolean {
  // Which end it is, the key says.
  const flat = ({ row, ...others }: OutlineLineProps) => ({ ...row, ...others, end: undefined })
  return shallow(flat(before), flat(after))
}

function Words({ row, text }: { row: OutlineRow; text: string }) {
  const { entries } = useEditor()
  if (row.kind === 'loose' || row.kind === 'way') return <span className={classes.way}>{text}</span>
  if (row.kind !== 'step') {
    const Icon = row.kind === 'end' ? IconPlus : IconCornerDownRight
    return (
      <>
        <Icon size={15} className={classes.icon ?? ''} aria-hidden />
        <span className={classes.quiet}>{text}</span>
      </>
    )
  }
  return (
    <>
      <span className={classes.number}>{row.number} </span>
      <NodeIcon name={entries.get(row.node.type)?.icon} size={17} className={classes.icon ?? ''} />
      <span className={classes.words}>
        {text}
        {row.node.disabled && <span className={classes.quiet}> (off)</span>}
        {row.node.note && <IconNote size={13} className={classes.mark ?? ''} aria-hidden />}
        <ProblemMark nodeId={row.node.id} />
        <TestMark nodeId={row.node.id} />
      </span>
    </>
  )
}

function ProblemMark({ nodeId }: { nodeId: string }) {
  const { length } = useNodeProblems(nodeId)
  if (length === 0) return null
  return (
    <span className={classes.problem} title={plural(length, 'problem')}>
      <IconAlertTriangle size={13} aria-hidden />
    </span>
  )
}

function TestMark({ nodeId }: { nodeId: string }) {
  const test = useStepTest(nodeId)
  if (!test) return null
  const { Icon, word } = TEST_LOOKS[test.state]
  return (
    <span className={classes.mark} title={test.reason ?? word}>
      <Icon size={13} aria-hidden />
    </span>
  )
}

function Actions({ row, isActive, isMenuOpen, onMenu, onAct }: OutlineLineProps) {
  const editor = useEditor()
  // What can be done with a step depends on those around it.
  useDefinition((definition) => definition)
  const actions = actionsFor(editor, row)
  const add = actions.find(({ keys }) => keys.includes('+'))
  const name = row.kind === 'step' ? row.node.name : ''
  const tabIndex = isActive ? 0 : -1
  const more = (
    <ActionIcon
      size={24}
      tabIndex={tabIndex}
      aria-label={`More for ${name}`}
      onClick={(event) => {
        event.stopPropagation()
        onMenu(row.key)
      }}
    >
      <IconDots size={16} />
    </ActionIcon>
  )
  return (
    <span className={classes.actions}>
      {add && (
        <ActionIcon
          size={24}
          tabIndex={tabIndex}
          aria-label={`Add a step behind ${name}`}
          onClick={(event) => {
            event.stopPropagation()
            onAct(row, add)
          }}
        >
          <IconPlus size={16} />
        </ActionIcon>
      )}
      {isMenuOpen ? (
        <Menu
          opened
          position="bottom-end"
          width={230}
          onChange={() => {
            onMenu(null)
            editor.view.setState({ outlineRow: row.key, outlineFocus: true })
          }}
        >
          <Menu.Target>{more}</Menu.Target>
          <Menu.Dropdown onClick={(event) => event.stopPropagation()}>
            {actions.map((action) => (
              <Menu.Item
                key={action.words}
                leftSection={<action.Icon size={16} />}
                rightSection={<Kbd size="xs">{keyWord(action)}</Kbd>}
                {...(action.keys.includes('Delete') ? { color: 'red' } : {})}
                closeMenuOnClick={false}
                onClick={() => onAct(row, action)}
              >
                {action.words}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : (
        more
      )}
    </span>
  )
}

const keyWord = ({ keys: [key = ''] }: OutlineAction) => KEY_WORDS[key] ?? key.toUpperCase()

const KEY_WORDS: Record<string, string> = {
  Enter: 'Enter',
  Delete: 'Del',
  'Alt+ArrowUp': 'Alt ↑',
  'Alt+ArrowDown': 'Alt ↓',
  'Ctrl+d': 'Ctrl D',
}

/** What a line says to the eye, and what it says to the ear. */
function useWords(row: OutlineRow): { shown: string; spoken: string } {
  const { entries, names } = useEditor()
  const end = row.kind === 'step' || row.kind === 'loose' ? undefined : row.end
  const source = useDefinition(({ nodes }) => nodes.find(({ id }) => id === end?.source)?.name ?? '')
  const target = useDefinition(({ nodes }) =>
    row.kind === 'join' ? (nodes.find(({ id }) => id === row.target)?.name ?? '') : '',
  )
  const problems = useNodeProblems(row.kind === 'step' ? row.node.id : '').length
  const test = useStepTest(row.kind === 'step' ? row.node.id : '')
  if (row.kind === 'loose') return { shown: 'Not connected', spoken: 'Not connected: no run comes to these steps' }
  if (row.kind === 'way') {
    const label = branchLabel(row.end.branch)
    return { shown: label, spoken: `Way ${label} of ${source}` }
  }
  if (row.kind === 'join') {
    const shown = `Goes on with “${target}”`
    return { shown, spoken: `${shown}. Enter adds a step before it.` }
  }
  if (row.kind === 'end') {
    const isWay = row.end.branch !== 'next'
    return {
      shown: 'Add a step',
      spoken: `Add a step behind ${source}${isWay ? `, in the way ${branchLabel(row.end.branch)}` : ''}`,
    }
  }
  const entry = entries.get(row.node.type)
  const shown = entry ? nodeSentence(row.node, entry, names) : row.node.name
  const more = [
    row.node.disabled ? ', off' : '',
    row.node.note ? `, note: ${row.node.note}` : '',
    problems > 0 ? `, ${plural(problems, 'problem')}` : '',
    test ? `, ${TEST_LOOKS[test.state].word.toLowerCase()}` : '',
  ]
  return { shown, spoken: `${row.number}. ${shown}${more.join('')}` }
}
