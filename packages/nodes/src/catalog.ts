import { type BranchRules, branchesOf, type CatalogEntry, type JsonSchema, type NodeTypeRules } from '@hubflow/core'
import { z } from 'zod'
import type { NodeType } from './node.ts'
import * as registry from './registry.ts'

/** Every node type of the registry by its `type`: triggers first, then by the palette's headings and titles. */
export const nodeTypes: ReadonlyMap<string, NodeType> = new Map(
  Object.values<NodeType>(registry)
    .sort(byPlaceInPalette)
    .map((nodeType) => [nodeType.type, nodeType]),
)

let entries: CatalogEntry[] | undefined

/** The node types as data, in the palette's order: what `/api/catalog` serves and the editor builds its forms from. */
export function catalog(): CatalogEntry[] {
  entries ??= [...nodeTypes.values()].map(entryOf)
  return entries
}

/** What the graph rules and the checks on a definition need to know of each node type. */
export function nodeTypeRules(): NodeTypeRules[] {
  return [...nodeTypes.values()].map((nodeType) => ({
    type: nodeType.type,
    kind: nodeType.kind,
    title: nodeType.title,
    ...branchRulesOf(nodeType),
    config: nodeType.config,
  }))
}

function entryOf(nodeType: NodeType): CatalogEntry {
  return {
    type: nodeType.type,
    kind: nodeType.kind,
    title: nodeType.title,
    summary: nodeType.summary,
    group: nodeType.group,
    icon: nodeType.icon,
    sentence: nodeType.sentence,
    effect: nodeType.kind === 'action' ? nodeType.effect : 'none',
    ...branchRulesOf(nodeType),
    initialConfig: nodeType.initialConfig,
    configSchema: jsonSchemaOf(nodeType.config, 'input'),
    outputSchema: jsonSchemaOf(nodeType.output, 'output'),
  }
}

/** Where the config names the branches, those of a new node stand for them. */
function branchRulesOf(nodeType: NodeType): BranchRules {
  if (nodeType.kind === 'trigger') return { branches: ['next'] }
  const { branches = ['next'], branchesFrom, initialConfig } = nodeType
  if (branchesFrom === undefined) return { branches }
  return { branches: branchesOf({ branches, branchesFrom }, initialConfig), branchesFrom }
}

/** What a person sets is described as it comes in (defaults are optional); what a step gives, as it goes out. */
function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  return z.toJSONSchema(schema, { io })
}

function byPlaceInPalette(one: NodeType, other: NodeType): number {
  return (
    Number(other.kind === 'trigger') - Number(one.kind === 'trigger') ||
    one.group.localeCompare(other.group, 'en') ||
    one.title.localeCompare(other.title, 'en')
  )
}
