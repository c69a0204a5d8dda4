import { BaseEdge, type EdgeProps, getSmoothStepPath } from '@xyflow/react'
import { memo, use } from 'react'
import { useDefinition, useView } from '../editor/editor-context.ts'
import { AddButton } from './add-button.tsx'
import { branchLabel } from './branch.ts'
import classes from './canvas.module.css'
import { DragLine, useDragShift } from './drag-layer.tsx'
import { EdgeLabel } from './edge-label.tsx'
import { FarContext } from './far.ts'
import type { StepFlowEdge } from './flow-graph.ts'
import { WAY_BENDS_AT } from './node-size.ts'

/** From the lower side of a node: where the line of one of several ways has its plus. */
const WAY_PLUS_AT = 35
/** What is left between the turn and the next node at least. */
const WAY_ROOM = 8

/** A line between two nodes with a plus in its middle. */
export const StepEdge = memo(function StepEdge(props: EdgeProps<StepFlowEdge>) {
  const { id, source, target, sourceHandleId, sourcePosition, targetPosition } = props
  const bySource = useDragShift(source)
  const byTarget = useDragShift(target)
  const [sourceX, sourceY] = [props.sourceX + (bySource?.x ?? 0), props.sourceY + (bySource?.y ?? 0)]
  const [targetX, targetY] = [props.targetX + (byTarget?.x ?? 0), props.targetY + (byTarget?.y ?? 0)]
  const isFar = use(FarContext)
  const after = useDefinition((definition) => definition.nodes.find((node) => node.id === source)?.name ?? '')
  const isTarget = useView(({ dropPlace }) => dropPlace?.kind === 'edge' && dropPlace.edgeId === id)
  const branch = sourceHandleId ?? 'next'
  const isWay = branch !== 'next'
  const [path, middleX, middleY] = getSmoothStepPath({
    sourceX,
    sourceY,
    targetX,
    targetY,
    sourcePosition,
    targetPosition,
    borderRadius: 14,
    ...(isWay && targetY - sourceY >= WAY_BENDS_AT + WAY_ROOM
      ? { centerY: sourceY + WAY_BENDS_AT, offset: WAY_ROOM }
      : {}),
  })
  if (bySource || byTarget) return <DragLine path={path} />

  // Beside its own name and no other's: in the middle, the pluses of ways that lie close would lie upon each other.
  const [x, y] = isWay ? [sourceX, sourceY + WAY_PLUS_AT] : [middleX, middleY]
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        interactionWidth={24}
        data-target={isTarget}
        {...(isTarget ? { className: classes.target } : {})}
      />
      {!isFar && (
        <EdgeLabel x={x} y={y} className="nodrag nopan">
          <AddButton after={isWay ? `${after} (${branchLabel(branch)})` : after} place={{ kind: 'edge', edgeId: id }} />
        </EdgeLabel>
      )}
      {isWay && (
        <EdgeLabel x={sourceX} y={sourceY + 8} className={classes.underNode}>
          <span className={classes.branchLabel}>{branchLabel(branch)}</span>
        </EdgeLabel>
      )}
    </>
  )
})
