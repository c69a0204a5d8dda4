import type { RunStep } from '@hubflow/api/client'
import type { CatalogEntry, Definition, StepStatus, WorkflowNode } from '@hubflow/core'
import type { Node, NodeProps } from '@xyflow/react'
import { memo, useMemo } from 'react'
import { tookMs } from '../format/time.ts'
import { nodeBranches } from './branch.ts'
import classes from './canvas.module.css'
import { NodeCard } from './node-card.tsx'
import { NODE_HEIGHT, NODE_WIDTH } from './node-size.ts'
import { type SentenceNames, useSentenceNames } from './sentence-names.ts'
import { type StillFlowEdge, StillHandles } from './still.tsx'
import { StillCanvas } from './still-canvas.tsx'

interface RunCanvasProps {
  /** Of the version that ran. */
  definition: Definition
  steps: readonly RunStep[]
  catalog: readonly CatalogEntry[]
  selectedNodeId: string | null
  onSelect(nodeId: string): void
}

type RunFlowNode = Node<
  {
    node: WorkflowNode
    entry: CatalogEntry | undefined
    names: SentenceNames
    status: StepStatus | null
    took: number | null
  },
  'run-step'
>

const NODE_TYPES = { 'run-step': RunNode }

/** The graph of a run, to be read: how each step stands, the way that the run took, and the chosen step. */
export function RunCanvas({ definition, steps, catalog, selectedNodeId, onSelect }: RunCanvasProps) {
  const names = useSentenceNames()
  const nodes = useMemo(
    () => runNodes(definition, steps, catalog, names, selectedNodeId),
    [definition, steps, catalog, names, selectedNodeId],
  )
  const edges = useMemo(() => runEdges(definition, steps), [definition, steps])
  return (
    <StillCanvas
      label="The workflow as it ran"
      className={classes.canvas}
      nodes={nodes}
      edges={edges}
      nodeTypes={NODE_TYPES}
      onNodeClick={(_event, node) => onSelect(node.id)}
      // Enter on a focused node chooses it as a click does.
      onNodesChange={(changes) => {
        const chosen = changes.find((change) => change.type === 'select' && change.selected)
        if (chosen?.type === 'select' && chosen.id !== selectedNodeId) onSelect(chosen.id)
      }}
    />
  )
}

function runNodes(
  definition: Definition,
  steps: readonly RunStep[],
  catalog: readonly CatalogEntry[],
  names: SentenceNames,
  selectedNodeId: string | null,
): RunFlowNode[] {
  const entries = new Map(catalog.map((entry) => [entry.type, entry]))
  const ofNode = new Map(steps.map((step) => [step.nodeId, step]))
  return definition.nodes.map((node) => ({
    id: node.id,
    type: 'run-step',
    position: node.position,
    width: NODE_WIDTH,
    height: NODE_HEIGHT,
    selected: node.id === selectedNodeId,
    ariaLabel: node.name,
    data: { node, entry: entries.get(node.type), names, ...standOf(ofNode.get(node.id)) },
  }))
}

function standOf(step: RunStep | undefined): { status: StepStatus | null; took: number | null } {
  return step ? { status: step.status, took: tookMs(step) } : { status: null, took: null }
}

/** An edge was taken when both its ends have a step in the run. */
function runEdges(definition: Definition, steps: readonly RunStep[]): StillFlowEdge[] {
  const visited = new Set(steps.filter(({ status }) => status !== 'pending').map(({ nodeId }) => nodeId))
  return definition.edges.map(({ id, source, target, branch }) => {
    const wasTaken = visited.has(source) && visited.has(target)
    const look = wasTaken ? 'taken' : 'untaken'
    return { id, type: 'still', source, target, sourceHandle: branch, data: { look }, zIndex: wasTaken ? 0 : -1 }
  })
}

const RunStepNode = memo(function RunStepNode({ data, selected }: Pick<NodeProps<RunFlowNode>, 'data' | 'selected'>) {
  const branches = nodeBranches(data.entry, data.node.config)
  // A trigger has no step where the run's record begins with the first action: it has started the run all the same.
  const status = data.entry?.kind === 'trigger' ? (data.status ?? undefined) : data.status
  return (
    <StillHandles branches={branches}>
      <NodeCard
        node={data.node}
        entry={data.entry}
        names={data.names}
        selected={selected}
        status={status}
        took={data.took}
      />
    </StillHandles>
  )
})

function RunNode({ data, selected }: NodeProps<RunFlowNode>) {
  return <RunStepNode data={data} selected={selected} />
}
