import type { Definition, WorkflowEdge, WorkflowNode } from './definition.ts'
import { reachableFrom } from './graph.ts'
import { branchesOf, type NodeTypeRules } from './node-type.ts'
import type { Problem } from './problem.ts'

/** Node types whose steps decide the path: without one of them the path would have no direction. */
const DECIDING_TYPES = new Set(['condition', 'split'])

/** What is wrong with the graph itself, whatever the nodes are set to. Linear in nodes and edges. */
export function checkGraph(definition: Definition, rules: ReadonlyMap<string, NodeTypeRules>): Problem[] {
  return [
    ...checkNodes(definition, rules),
    ...checkTriggers(definition, rules),
    ...checkEdges(definition, rules),
    ...checkCycles(definition),
    ...checkReach(definition, rules),
  ]
}

/** A node as people know it: its name, else its type's title. */
export function nameOf(node: WorkflowNode, rules: ReadonlyMap<string, NodeTypeRules>): string {
  return node.name.trim() || (rules.get(node.type)?.title ?? node.type)
}

function checkNodes(definition: Definition, rules: ReadonlyMap<string, NodeTypeRules>): Problem[] {
  const problems: Problem[] = []
  const seen = new Set<string>()
  for (const node of definition.nodes) {
    const nodeId = node.id
    if (seen.has(nodeId)) {
      problems.push({
        code: 'node-id-twice',
        nodeId,
        message: `Two nodes have the id "${nodeId}". Remove one, and add it anew.`,
      })
    }
    seen.add(nodeId)
    const type = rules.get(node.type)
    if (!type) {
      problems.push({
        code: 'node-type-unknown',
        nodeId,
        message: `This hub has no node of the type "${node.type}". Remove "${nameOf(node, rules)}", or take another in its place.`,
      })
    } else if (node.disabled && (type.kind === 'trigger' || DECIDING_TYPES.has(node.type))) {
      const why = type.kind === 'trigger' ? 'it starts the workflow' : 'it decides which way a run goes'
      problems.push({ code: 'not-disableable', nodeId, message: `Turn "${nameOf(node, rules)}" on: ${why}.` })
    }
  }
  return problems
}

function checkTriggers(definition: Definition, rules: ReadonlyMap<string, NodeTypeRules>): Problem[] {
  const kinds = definition.nodes.map((node) => rules.get(node.type)?.kind)
  const [first, ...others] = definition.nodes.filter((_node, index) => kinds[index] === 'trigger')
  const problems: Problem[] = others.map((node) => ({
    code: 'trigger-twice',
    nodeId: node.id,
    message: `A workflow has one trigger. Remove "${nameOf(node, rules)}", or give it a workflow of its own.`,
  }))
  if (!first) {
    problems.push({ code: 'trigger-missing', message: 'Add a trigger: it says when the workflow starts.' })
  }
  if (!kinds.some((kind) => kind !== 'trigger')) {
    problems.push({ code: 'action-missing', message: 'Add an action: so far the workflow starts, but does nothing.' })
  }
  return problems
}

function checkEdges(definition: Definition, rules: ReadonlyMap<string, NodeTypeRules>): Problem[] {
  const nodes = new Map(definition.nodes.map((node) => [node.id, node]))
  const taken = new Set<string>()
  return definition.edges.flatMap((edge) => {
    const source = nodes.get(edge.source)
    const target = nodes.get(edge.target)
    const slot = `${edge.source} ${edge.branch}`
    const isSecond = taken.has(slot)
    taken.add(slot)
    if (!source || !target) return [danglingEdge(edge, source ? edge.target : edge.source)]
    return checkEdge(edge, source, target, isSecond, rules)
  })
}

function danglingEdge(edge: WorkflowEdge, missingId: string): Problem {
  const message = `A line leads from or to a node that is not there ("${missingId}"). Remove the line.`
  return { code: 'edge-end-missing', edgeId: edge.id, message }
}

function checkEdge(
  edge: WorkflowEdge,
  source: WorkflowNode,
  target: WorkflowNode,
  isSecond: boolean,
  rules: ReadonlyMap<string, NodeTypeRules>,
): Problem[] {
  const problems: Problem[] = []
  const name = nameOf(source, rules)
  const type = rules.get(source.type)
  const branches = type && branchesOf(type, source.config)
  if (rules.get(target.type)?.kind === 'trigger') {
    const message = `Nothing can lead to "${nameOf(target, rules)}": a run begins there. Remove the line.`
    problems.push({ code: 'trigger-has-input', nodeId: target.id, edgeId: edge.id, message })
  }
  if (branches && !branches.includes(edge.branch)) {
    const known = branches.length ? `It has ${branches.map((one) => `"${one}"`).join(', ')}.` : 'Nothing can follow it.'
    const message = `"${name}" has no branch "${edge.branch}". ${known} Remove the line, or draw it from another branch.`
    problems.push({ code: 'branch-unknown', nodeId: source.id, edgeId: edge.id, message })
  }
  if (isSecond) {
    const message = `Two lines leave "${name}" by "${edge.branch}". A run goes one way: remove one of them.`
    problems.push({ code: 'branch-twice', nodeId: source.id, edgeId: edge.id, message })
  }
  return problems
}

function checkCycles(definition: Definition): Problem[] {
  const edge = findEdgeBack(definition)
  if (!edge) return []
  const message = 'The lines go round in a circle, so a run would never end. Remove the line that leads back.'
  return [{ code: 'cycle', nodeId: edge.source, edgeId: edge.id, message }]
}

/** The first edge, walking in depth, that leads to a node on the way to itself. A stack of its own: graphs may be long. */
function findEdgeBack(definition: Definition): WorkflowEdge | undefined {
  const outputs = new Map<string, WorkflowEdge[]>(definition.nodes.map((node) => [node.id, []]))
  for (const edge of definition.edges) outputs.get(edge.source)?.push(edge)
  const done = new Set<string>()
  const onWay = new Set<string>()
  for (const { id } of definition.nodes) {
    const stack = done.has(id) ? [] : [{ nodeId: id, next: 0 }]
    onWay.add(id)
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const edge = outputs.get(top.nodeId)?.[top.next++]
      if (!edge) {
        onWay.delete(top.nodeId)
        done.add(top.nodeId)
        stack.pop()
      } else if (onWay.has(edge.target)) {
        return edge
      } else if (!done.has(edge.target)) {
        onWay.add(edge.target)
        stack.push({ nodeId: edge.target, next: 0 })
      }
    }
    onWay.delete(id)
  }
  return undefined
}

function checkReach(definition: Definition, rules: ReadonlyMap<string, NodeTypeRules>): Problem[] {
  const trigger = definition.nodes.find((node) => rules.get(node.type)?.kind === 'trigger')
  if (!trigger) return []
  const reached = new Set([trigger.id, ...reachableFrom(definition, trigger.id)])
  return definition.nodes
    .filter((node) => !reached.has(node.id) && rules.get(node.type)?.kind !== 'trigger')
    .map((node) => ({
      code: 'unreachable',
      nodeId: node.id,
      message: `Nothing leads to "${nameOf(node, rules)}". Connect it, or remove it.`,
    }))
}
