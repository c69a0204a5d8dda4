import type { CatalogEntry, Problem, WorkflowNode } from '@hubflow/core'
import {
  ActionIcon,
  Alert,
  Button,
  Input,
  Menu,
  SegmentedControl,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { IconDots, IconTrash, IconX } from '@tabler/icons-react'
import { type RefObject, useEffect, useMemo, useRef } from 'react'
import { nodeBranches } from '../../canvas/branch.ts'
import { NodeIcon } from '../../components/node-icon.tsx'
import { addStep, closeSettings, removeSelected } from '../commands.ts'
import { renameNode, setConfig, setDisabled, setNote, setOnError } from '../document.ts'
import { useDefinition, useEditor, useNodeProblems, useView } from '../editor-context.ts'
import { configField } from '../schema-field.ts'
import { TestPanel } from '../step-tests/test-panel.tsx'
import type { FieldPath } from '../view-store.ts'
import { ExplainedField } from './explained-field.tsx'
import { FieldList } from './field-list.tsx'
import classes from './inspector.module.css'
import { InspectorContext } from './inspector-context.ts'
import { useVariables } from './use-variables.ts'
import { WebhookAddress } from './webhook-address.tsx'

/** The settings of the chosen node: a form made from what the catalog says of its type. */
export function Inspector({ nodeId }: { nodeId: string }) {
  const { entries } = useEditor()
  const node = useDefinition((definition) => definition.nodes.find((candidate) => candidate.id === nodeId))
  if (!node) return null
  return <NodeInspector key={nodeId} node={node} entry={entries.get(node.type)} />
}

function NodeInspector({ node, entry }: { node: WorkflowNode; entry: CatalogEntry | undefined }) {
  const editor = useEditor()
  const { store } = editor
  const body = useRef<HTMLDivElement>(null)
  const problems = useNodeProblems(node.id)
  const whole = problems.filter(({ field }) => field === undefined)
  useRequestedField(node.id, body)

  const gesture = (what: string) => `${what}:${node.id}`
  return (
    <>
      <header className={classes.head}>
        <div className={classes.icon}>
          <NodeIcon name={entry?.icon} size={20} />
        </div>
        <div style={{ flex: 1, minWidth: 0 }}>
          <Text size="xs" c="dimmed" lh={1.3}>
            {entry?.kind === 'trigger' ? 'When' : 'Then'}
            {entry && entry.title !== node.name && ` · ${entry.title}`}
          </Text>
          <TextInput
            variant="unstyled"
            aria-label="Name of the step"
            classNames={{ input: classes.name ?? '' }}
            value={node.name}
            maxLength={200}
            onChange={(event) => {
              const name = event.currentTarget.value
              store.getState().change((definition) => renameNode(definition, node.id, name), gesture('name'))
            }}
            onBlur={() => store.getState().endGesture()}
          />
        </div>
        <Menu>
          <Menu.Target>
            <ActionIcon aria-label="More for this step">
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={16} />}
              onClick={() => removeSelected(editor, [node.id], [])}
            >
              Delete
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <ActionIcon aria-label="Close the settings" onClick={() => closeSettings(editor)}>
          <IconX size={18} />
        </ActionIcon>
      </header>
      <div className={classes.body} ref={body}>
        <Stack gap="lg">
          {whole.map((problem) => (
            <Alert key={problem.message} color="orange" p="xs">
              {problem.message}
            </Alert>
          ))}
          {entry ? (
            <Settings node={node} entry={entry} />
          ) : (
            <Text size="sm">This step comes from another hub. Remove it, or ask an admin to add its type.</Text>
          )}
          {node.type === 'webhook' && <WebhookAddress />}
          {entry?.kind === 'action' && (
            <SegmentedChoice
              value={node.onError ?? 'stop'}
              onChange={(onError) => store.getState().change((definition) => setOnError(definition, node.id, onError))}
            />
          )}
          <div data-field="#note">
            <Textarea
              label="Note"
              description="For those who read this workflow; steps never show it to anyone else."
              autosize
              minRows={1}
              maxRows={8}
              maxLength={2000}
              value={node.note ?? ''}
              onChange={(event) => {
                const note = event.currentTarget.value
                store.getState().change((definition) => setNote(definition, node.id, note), gesture('note'))
              }}
              onBlur={() => store.getState().endGesture()}
            />
          </div>
          {entry?.kind === 'action' && nodeBranches(entry, node.config).length <= 1 && (
            <Switch
              label="Step is on"
              description="A step that is off is passed over."
              checked={node.disabled !== true}
              onChange={(event) => {
                const isOn = event.currentTarget.checked
                store.getState().change((definition) => setDisabled(definition, node.id, !isOn))
              }}
            />
          )}
          {entry?.kind === 'trigger' && <OtherTriggers type={node.type} />}
        </Stack>
      </div>
      {entry && <TestPanel nodeId={node.id} entry={entry} />}
    </>
  )
}

function Settings({ node, entry }: { node: WorkflowNode; entry: CatalogEntry }) {
  const { store, branchesOf } = useEditor()
  const problems = useShownProblems(node)
  const field = useMemo(() => configField(entry.configSchema), [entry])
  const variables = useVariables(node.id)
  const context = useMemo(
    () => ({ nodeId: node.id, problems, variables, endGesture: () => store.getState().endGesture() }),
    [node.id, problems, variables, store],
  )

  function change(next: unknown): void {
    const config = next as WorkflowNode['config']
    store
      .getState()
      .change(
        (current) => setConfig(current, node.id, config, branchesOf),
        `config:${node.id}:${changedKey(node.config, config)}`,
      )
  }

  const isEmpty = field.shape.kind === 'object' && field.shape.fields.length === 0
  return (
    <InspectorContext value={context}>
      {isEmpty && (
        <Text size="sm" c="dimmed">
          There is nothing to set up here.
        </Text>
      )}
      {field.shape.kind === 'object' && !isEmpty && (
        <FieldList fields={field.shape.fields} value={node.config} onChange={change} path={[]} />
      )}
      {field.shape.kind !== 'object' && (
        <ExplainedField field={field} value={node.config} onChange={change} path={[]} owner={node.config} />
      )}
    </InspectorContext>
  )
}

/** What is wrong, but for what is merely empty in a step that was just added and not left since. */
function useShownProblems(node: WorkflowNode): readonly Problem[] {
  const { view } = useEditor()
  const problems = useNodeProblems(node.id)
  const isFresh = useView(({ freshIds }) => freshIds.includes(node.id))
  useEffect(
    () => () => view.setState(({ freshIds }) => ({ freshIds: freshIds.filter((id) => id !== node.id) })),
    [view, node.id],
  )
  return useMemo(
    () => (isFresh ? problems.filter(({ field }) => !isEmptyAt(node.config, field ?? [])) : problems),
    [isFresh, problems, node.config],
  )
}

function isEmptyAt(config: unknown, field: FieldPath): boolean {
  const value = field.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string | number, unknown>)[key] : undefined,
    config,
  )
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

/** The one setting that differs: typing in it is one entry for undo, and another setting begins a new one. */
function changedKey(before: WorkflowNode['config'], after: WorkflowNode['config']): string {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...keys].filter((key) => before[key] !== after[key]).join(' ')
}

function SegmentedChoice({
  value,
  onChange,
}: {
  value: 'stop' | 'continue'
  onChange(value: 'stop' | 'continue'): void
}) {
  return (
    <Input.Wrapper label="If this step fails" labelElement="div">
      <SegmentedControl
        fullWidth
        aria-label="If this step fails"
        data={[
          { value: 'stop', label: 'Stop the run' },
          { value: 'continue', label: 'Go on' },
        ]}
        value={value}
        onChange={(next) => onChange(next === 'continue' ? 'continue' : 'stop')}
      />
    </Input.Wrapper>
  )
}

function OtherTriggers({ type }: { type: string }) {
  const editor = useEditor()
  const others = editor.catalog.filter((entry) => entry.kind === 'trigger' && entry.type !== type)
  return (
    <Menu position="bottom-start" width="target">
      <Menu.Target>
        <Button variant="default" fullWidth>
          Start it another way
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {others.map((entry) => (
          <Menu.Item
            key={entry.type}
            leftSection={<NodeIcon name={entry.icon} size={16} />}
            onClick={() => addStep(editor, entry, { kind: 'free' })}
          >
            {entry.title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** Brings the field that a problem names into view and gives it the focus. */
function useRequestedField(nodeId: string, body: RefObject<HTMLDivElement | null>): void {
  const { view } = useEditor()
  const request = useView(({ fieldRequest }) => (fieldRequest?.nodeId === nodeId ? fieldRequest : null))
  useEffect(() => {
    if (!request || !body.current) return
    view.setState({ fieldRequest: null })
    const target = closestField(body.current, request.field.map(String))
    target?.scrollIntoView({ block: 'center' })
    if (target) focusWithin(target)
  }, [request, body, view])
}

/** How long an editor may take to be loaded. */
const EDITOR_LOADS_MS = 5000

/** Not what takes a chosen thing away. */
const CONTROLS = 'input:not([type="hidden"]), textarea, button:not(.mantine-Pill-remove), [contenteditable="true"]'

/** Focuses the field's control; one that is loaded only now takes the place of another, or of nothing. */
function focusWithin(field: Element): void {
  const focus = () => field.querySelector<HTMLElement>(CONTROLS)?.focus()
  focus()
  const observer = new MutationObserver(() => document.activeElement === document.body && focus())
  observer.observe(field, { childList: true, subtree: true })
  setTimeout(() => observer.disconnect(), EDITOR_LOADS_MS)
}

function closestField(body: HTMLElement, field: readonly string[]): Element | null {
  if (field.length === 0) return body
  const found = body.querySelector(`[data-field="${CSS.escape(field.join('.'))}"]`)
  return found ?? closestField(body, field.slice(0, -1))
}
