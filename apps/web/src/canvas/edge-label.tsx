import { EdgeLabelRenderer, useStoreApi } from '@xyflow/react'
import { type ReactNode, useState } from 'react'
import { createPortal } from 'react-dom'
import classes from './canvas.module.css'

interface EdgeLabelProps {
  /** In canvas units: what is shown lies around this point. */
  x: number
  y: number
  className: string | undefined
  children: ReactNode
}

/** What stands on a line. React Flow's own renderer would look for its place again, for every line, whenever anything moves. */
export function EdgeLabel({ x, y, className, children }: EdgeLabelProps) {
  const flowStore = useStoreApi()
  const [layer] = useState(() => flowStore.getState().domNode?.querySelector('.react-flow__edgelabel-renderer'))
  const label = (
    <div className={`${classes.onEdge} ${className}`} style={{ left: x, top: y }}>
      {children}
    </div>
  )
  return layer ? createPortal(label, layer) : <EdgeLabelRenderer>{label}</EdgeLabelRenderer>
}
