import { type Definition, findTrigger, reachableFrom, type WorkflowNode } from '@hubflow/core'
import { Text, UnstyledButton } from '@mantine/core'
import { nodeSentence } from '../canvas/node-sentence.ts'
import { NodeIcon } from '../components/node-icon.tsx'
import { selectNode } from './commands.ts'
import { useDefinition, useEditor } from './editor-context.ts'
import classes from './outline.module.css'

/** The workflow as numbered sentences, in the order that a run comes to them. */
function Outline({ onChoose }: { onChoose?: (nodeId: string) => void }) {
  const { entries, names } = useEditor()
  const definition = useDefinition((current) => current)
  return (
    <ol className={classes.outline}>
      {inOrder(definition).map((node, index) => {
        const entry = entries.get(node.type)
        const line = (
          <>
            <span className={classes.number}>{index + 1}</span>
            <NodeIcon name={entry?.icon} size={17} className={classes.icon ?? ''} />
            <span className={classes.words}>
              {entry ? nodeSentence(node, entry, names) : node.name}
              {node.disabled && <span className={classes.off}> (off)</span>}
            </span>
          </>
        )
        return (
          <li key={node.id}>
            {onChoose ? (
              <UnstyledButton className={classes.line} onClick={() => onChoose(node.id)}>
                {line}
              </UnstyledButton>
            ) : (
              <div className={classes.line}>{line}</div>
            )}
          </li>
        )
      })}
    </ol>
  )
}

/** What the right panel shows while no step is chosen. */
export function OutlinePanel() {
  const editor = useEditor()
  const isEmpty = useDefinition((definition) => definition.nodes.length === 0)
  return (
    <div className={classes.panel}>
      <Text fw={620}>This workflow</Text>
      {isEmpty ? (
        <Text size="sm" c="dimmed" mt={6}>
          Choose what starts it. Then add what should be done, step by step. Everything is saved as you go, and nothing
          runs before you publish.
        </Text>
      ) : (
        <>
          <Text size="sm" c="dimmed" mt={2} mb="sm">
            Choose a step to set it up.
          </Text>
          <Outline onChoose={(nodeId) => selectNode(editor, nodeId, { center: true })} />
        </>
      )}
    </div>
  )
}

export function inOrder(definition: Definition): WorkflowNode[] {
  const trigger = findTrigger(definition)
  const reached = trigger ? [trigger.id, ...reachableFrom(definition, trigger.id)] : []
  const place = new Map(reached.map((id, index) => [id, index]))
  const last = reached.length
  return [...definition.nodes].sort((one, other) => (place.get(one.id) ?? last) - (place.get(other.id) ?? last))
}
