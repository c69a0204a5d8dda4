import type { CatalogEntry, Definition } from '@hubflow/core'
import type { Node, NodeProps } from '@xyflow/react'
import { useMemo } from 'react'
import { nodeBranches } from '../../canvas/branch.ts'
import { NodeCard } from '../../canvas/node-card.tsx'
import { NODE_HEIGHT, NODE_WIDTH } from '../../canvas/node-size.ts'
import { type SentenceNames, useSentenceNames } from '../../canvas/sentence-names.ts'
import { type StillFlowEdge, StillHandles } from '../../canvas/still.tsx'
import { StillCanvas } from '../../canvas/still-canvas.tsx'
import { diffDefinitions, type StepDiff } from '../../features/sentences/definition-diff.ts'
import { MarkBadge } from '../../features/sentences/mark-badge.tsx'
import { placesOf } from './diff-places.ts'
import classes from './versions.module.css'

type DiffFlowNode = Node<{ line: StepDiff; entry: CatalogEntry | undefined; names: SentenceNames }, 'diff-step'>

const NODE_TYPES = { 'diff-step': DiffNode }

interface DiffCanvasProps {
  before: Definition
  after: Definition
  catalog: readonly CatalogEntry[]
}

/** Two definitions as one graph: steps and lines that are new, changed, moved or gone are marked. */
export function DiffCanvas({ before, after, catalog }: DiffCanvasProps) {
  const names = useSentenceNames()
  const nodes = useMemo(() => diffNodes(before, after, catalog, names), [before, after, catalog, names])
  const edges = useMemo(() => diffEdges(before, after), [before, after])
  return (
    <StillCanvas
      key={nodes.map(({ id }) => id).join()}
      label="The workflow, with what differs"
      className={classes.canvas}
      nodes={nodes}
      edges={edges}
      nodeTypes={NODE_TYPES}
      nodesFocusable={false}
    />
  )
}

function diffNodes(
  before: Definition,
  after: Definition,
  catalog: readonly CatalogEntry[],
  names: SentenceNames,
): DiffFlowNode[] {
  const entries = new Map(catalog.map((entry) => [entry.type, entry]))
  const lines = diffDefinitions(before, after, entries)
  const places = placesOf(lines)
  return lines.map((line) => ({
    id: line.node.id,
    type: 'diff-step',
    position: places.get(line.node.id) ?? line.node.position,
    width: NODE_WIDTH,
    height: NODE_HEIGHT,
    ariaLabel: line.node.name,
    data: { line, entry: entries.get(line.node.type), names },
  }))
}

/** Lines are the same when they join the same two steps by the same way. */
function diffEdges(before: Definition, after: Definition): StillFlowEdge[] {
  const key = (edge: Definition['edges'][number]) => `${edge.source} ${edge.branch} ${edge.target}`
  const [old, now] = [new Set(before.edges.map(key)), new Set(after.edges.map(key))]
  const gone = before.edges.filter((edge) => !now.has(key(edge)))
  return [...after.edges, ...gone].map((edge) => ({
    id: key(edge),
    type: 'still',
    source: edge.source,
    target: edge.target,
    sourceHandle: edge.branch,
    data: { look: !now.has(key(edge)) ? 'removed' : old.has(key(edge)) ? 'plain' : 'added' },
  }))
}

function DiffNode({ data: { line, entry, names } }: NodeProps<DiffFlowNode>) {
  return (
    <StillHandles branches={nodeBranches(entry, line.node.config)}>
      <div className={classes.marked} data-mark={line.mark}>
        <NodeCard node={line.node} entry={entry} names={names} selected={false} />
        <div className={classes.badge}>
          <MarkBadge mark={line.mark} />
        </div>
      </div>
    </StillHandles>
  )
}
