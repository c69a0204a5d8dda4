import { BaseEdge, type Edge, type EdgeProps, getSmoothStepPath, Handle, Position } from '@xyflow/react'
import type { CSSProperties, ReactNode } from 'react'
import { branchLabel, branchOffset } from './branch.ts'
import classes from './canvas.module.css'
import { EdgeLabel } from './edge-label.tsx'

/** How a line of a graph that is only looked at is drawn. */
export type StillFlowEdge = Edge<{ look: keyof typeof LOOKS }, 'still'>

const LOOKS = {
  plain: {},
  taken: { stroke: 'var(--mantine-color-green-6)', strokeWidth: 2.2 },
  untaken: { strokeDasharray: '4 5' },
  added: { stroke: 'var(--mantine-color-green-6)', strokeWidth: 2.2 },
  removed: { stroke: 'var(--mantine-color-red-6)', strokeDasharray: '4 5' },
} satisfies Record<string, CSSProperties>

/** Where lines come in and go out of a node that cannot be connected. */
export function StillHandles({ branches, children }: { branches: readonly string[]; children: ReactNode }) {
  return (
    <>
      <Handle type="target" position={Position.Top} className={classes.still} />
      {children}
      {branches.map((branch) => (
        <Handle
          key={branch}
          type="source"
          id={branch}
          position={Position.Bottom}
          className={classes.still}
          style={{ left: branchOffset(branches, branch) }}
        />
      ))}
    </>
  )
}

/** A line that is only looked at, with the name of its way. */
export function StillEdge({
  id,
  sourceX,
  sourceY,
  targetX,
  targetY,
  sourcePosition,
  targetPosition,
  sourceHandleId,
  data,
}: EdgeProps<StillFlowEdge>) {
  const [path] = getSmoothStepPath({
    sourceX,
    sourceY,
    targetX,
    targetY,
    sourcePosition,
    targetPosition,
    borderRadius: 14,
  })
  const style = LOOKS[data?.look ?? 'plain']
  const branch = sourceHandleId ?? 'next'
  return (
    <>
      <BaseEdge id={id} path={path} style={style} />
      {branch !== 'next' && (
        <EdgeLabel x={sourceX} y={sourceY + 8} className={classes.underNode}>
          <span className={classes.branchLabel}>{branchLabel(branch)}</span>
        </EdgeLabel>
      )}
    </>
  )
}
