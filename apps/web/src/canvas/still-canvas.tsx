import '@xyflow/react/dist/style.css'
import { useComputedColorScheme } from '@mantine/core'
import {
  Background,
  BackgroundVariant,
  Controls,
  type Node,
  ReactFlow,
  type ReactFlowProps,
  ReactFlowProvider,
} from '@xyflow/react'
import { useIsFar } from './far.ts'
import { StillEdge, type StillFlowEdge } from './still.tsx'

interface StillCanvasProps<StillNode extends Node>
  extends Pick<
    ReactFlowProps<StillNode, StillFlowEdge>,
    'nodeTypes' | 'nodesFocusable' | 'onNodeClick' | 'onNodesChange'
  > {
  /** What the canvas shows, for people who hear the page. */
  label: string
  className: string | undefined
  nodes: StillNode[]
  edges: StillFlowEdge[]
}

const EDGE_TYPES = { still: StillEdge }
const FIT = { padding: 0.2, maxZoom: 1 }
const PRO_OPTIONS = { hideAttribution: true }

/** A graph that is only looked at: it can be panned and zoomed, and nothing of it can be moved or connected. */
export function StillCanvas<StillNode extends Node>(props: StillCanvasProps<StillNode>) {
  return (
    <ReactFlowProvider>
      <Flow {...props} />
    </ReactFlowProvider>
  )
}

function Flow<StillNode extends Node>({ label, className, ...graph }: StillCanvasProps<StillNode>) {
  const colorMode = useComputedColorScheme('light')
  const isFar = useIsFar(graph.nodes.length)
  return (
    <section className={className} data-far={isFar} aria-label={label}>
      <ReactFlow
        {...graph}
        edgeTypes={EDGE_TYPES}
        colorMode={colorMode}
        fitView
        fitViewOptions={FIT}
        minZoom={0.2}
        maxZoom={1.5}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        proOptions={PRO_OPTIONS}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} />
        <Controls showInteractive={false} position="bottom-left" />
      </ReactFlow>
    </section>
  )
}
