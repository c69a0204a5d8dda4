import { type NodeProps, useUpdateNodeInternals } from '@xyflow/react'
import { memo, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { useDefinition, useEditor, useNodeProblems, useStepTest } from '../editor/editor-context.ts'
import { tookMs } from '../format/time.ts'
import { AddButton } from './add-button.tsx'
import { branchLabel, branchLabelWidth, branchOffset, nodeBranches } from './branch.ts'
import classes from './canvas.module.css'
import { openNodeMenu } from './canvas-menu.tsx'
import { useDragShift } from './drag-layer.tsx'
import type { StepFlowNode } from './flow-graph.ts'
import { NodeCard } from './node-card.tsx'
import { StepHandle } from './step-handle.tsx'

/** A node on the editor's canvas, with its handles and a plus behind each branch that leads nowhere yet. */
export const StepNode = memo(function StepNode({ id, selected }: NodeProps<StepFlowNode>) {
  const { entries, names, view } = useEditor()
  const node = useDefinition((definition) => definition.nodes.find((candidate) => candidate.id === id))
  const taken = useDefinition(
    useShallow((definition) => definition.edges.filter((edge) => edge.source === id).map((edge) => edge.branch)),
  )
  const isAlone = useDefinition((definition) => definition.nodes.length === 1)
  const problems = useNodeProblems(id)
  const test = useStepTest(id)
  const stepStatus = useStore(view, (state) => {
    if (state.runId !== null) return state.steps.get(id)?.status ?? null
    return state.stepTest?.nodeId === id && !state.stepTest.isDone ? 'running' : undefined
  })
  const took = useStore(view, (state) => {
    const step = state.runId === null ? undefined : state.steps.get(id)
    return step && tookMs(step)
  })
  const entry = entries.get(node?.type ?? '')
  const branches = nodeBranches(entry, node?.config ?? {})
  useMeasuredHandles(id, branches)
  const shift = useDragShift(id)
  if (!node) return null

  const isTrigger = entry?.kind === 'trigger'
  // That there is a run says that its trigger has fired.
  const status = isTrigger && stepStatus === null ? 'completed' : stepStatus
  return (
    <div className={classes.step} style={shift ? { translate: `${shift.x}px ${shift.y}px` } : undefined}>
      {!isTrigger && <StepHandle type="target" />}
      <NodeCard
        node={node}
        entry={entry}
        names={names}
        selected={selected}
        problems={problems.length}
        status={status}
        took={took}
        test={test}
      />
      <button
        type="button"
        className={`${classes.more} nodrag nopan`}
        aria-label={`Menu of ${node.name}`}
        aria-haspopup="menu"
        onClick={(event) => {
          event.stopPropagation()
          openNodeMenu(view, event, id)
        }}
        // React Flow would take Enter for choosing the node.
        onKeyDown={(event) => event.stopPropagation()}
      >
        ⋯
      </button>
      {branches.map((branch) => {
        const left = branchOffset(branches, branch)
        const isOpen = !taken.includes(branch)
        return (
          <div key={branch}>
            <StepHandle type="source" branch={branch} left={left} isConnectableStart={isOpen} />
            {isOpen && (
              <div className={classes.end} style={{ left }}>
                <div className={classes.openEnd} />
                {branches.length > 1 && (
                  <span
                    className={`${classes.branch} ${classes.branchLabel}`}
                    style={{ maxWidth: branchLabelWidth(branches) }}
                    title={branchLabel(branch)}
                  >
                    {branchLabel(branch)}
                  </span>
                )}
                <AddButton
                  after={branches.length > 1 ? `${node.name} (${branchLabel(branch)})` : node.name}
                  place={{ kind: 'end', end: { source: id, branch } }}
                  {...(isAlone ? { words: 'Add a step' } : {})}
                />
              </div>
            )}
          </div>
        )
      })}
    </div>
  )
})

/** React Flow looks once where the handles of a node are: ways that are added or renamed later are shown to it. */
function useMeasuredHandles(id: string, branches: readonly string[]): void {
  const update = useUpdateNodeInternals()
  const names = branches.join('\n')
  const seen = useRef(names)
  useEffect(() => {
    // Not at the start: the view would be fitted to the first node alone, before the others are measured.
    if (seen.current !== names) update(id)
    seen.current = names
  }, [id, names, update])
}
