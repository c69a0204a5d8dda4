import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getSmoothStepPath } from '@xyflow/react'
import { memo } from 'react'
import { useDefinition } from '../editor/editor-context.ts'
import { AddButton } from './add-button.tsx'
import { branchLabel } from './branch.ts'
import classes from './canvas.module.css'
import type { StepFlowEdge } from './flow-graph.ts'

/** A line between two nodes with a plus in its middle. */
export const StepEdge = memo(function StepEdge(props: EdgeProps<StepFlowEdge>) {
  const { id, source, sourceHandleId, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition } = props
  const after = useDefinition((definition) => definition.nodes.find((node) => node.id === source)?.name ?? '')
  const [path, x, y] = getSmoothStepPath({
    sourceX,
    sourceY,
    targetX,
    targetY,
    sourcePosition,
    targetPosition,
    borderRadius: 14,
  })
  const branch = sourceHandleId ?? 'next'
  return (
    <>
      <BaseEdge id={id} path={path} interactionWidth={24} />
      <EdgeLabelRenderer>
        <div
          className={`${classes.onEdge} nodrag nopan`}
          style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
        >
          <AddButton
            after={branch === 'next' ? after : `${after} (${branchLabel(branch)})`}
            place={{ kind: 'edge', edgeId: id }}
          />
        </div>
        {branch !== 'next' && (
          <div
            className={classes.onEdge}
            style={{ transform: `translate(-50%, 0) translate(${sourceX}px, ${sourceY + 8}px)` }}
          >
            <span className={classes.branchLabel}>{branchLabel(branch)}</span>
          </div>
        )}
      </EdgeLabelRenderer>
    </>
  )
})
