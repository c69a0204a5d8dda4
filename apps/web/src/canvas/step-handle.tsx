import { Handle, Position } from '@xyflow/react'
import { use } from 'react'
import classes from './canvas.module.css'
import { FarContext } from './far.ts'

interface StepHandleProps {
  type: 'source' | 'target'
  /** Of a source: the way that leaves the node there. */
  branch?: string
  /** From the left of the node, in canvas units; its middle when not given. */
  left?: number
  isConnectableStart?: boolean
}

/** Where a line comes in or goes out; from afar only its place, which React Flow measures by these names. */
export function StepHandle({ type, branch, left, isConnectableStart = true }: StepHandleProps) {
  const isFar = use(FarContext)
  const position = type === 'source' ? Position.Bottom : Position.Top
  const style = left === undefined ? undefined : { left }
  if (isFar)
    return (
      <div
        className={`react-flow__handle react-flow__handle-${position} ${type} ${classes.handle} ${classes.farHandle}`}
        data-handleid={branch ?? null}
        data-handlepos={position}
        style={style}
      />
    )
  return (
    <Handle
      type={type}
      id={branch ?? null}
      position={position}
      className={classes.handle}
      style={style}
      isConnectableStart={isConnectableStart}
    />
  )
}
