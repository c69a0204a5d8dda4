import type { Definition, Json } from '@hubflow/core'
import type { TemplateInput } from '../contract/template.ts'

type Config = { [field: string]: Json }
interface Step {
  id: string
  type: string
  name: string
  config: Config
}

const ROW = 140

export function step(id: string, type: string, name: string, config: Config): Step {
  return { id, type, name, config }
}

/** Steps one below the other. `lines` are `source branch target`; without any, each leads to the next. */
export function steps(nodes: Step[], lines: string[] = inRow(nodes)): Definition {
  return {
    schemaVersion: 1,
    nodes: nodes.map((node, index) => ({ ...node, position: { x: 0, y: index * ROW } })),
    edges: lines.map((line) => {
      const [source = '', branch = '', target = ''] = line.split(' ')
      return { id: `${source}:${branch}`, source, target, branch }
    }),
  }
}

function inRow(nodes: Step[]): string[] {
  return nodes.slice(1).map(({ id }, index) => `${nodes[index]?.id} next ${id}`)
}

export function rule(field: string, operator: string, value?: Json): Config {
  return {
    rules: {
      combinator: 'and',
      rules: [{ field, operator, ...(value === undefined ? {} : { value }) }],
    },
  }
}

/** Who is told: the chosen start is what stands in the definition. */
export function people(label: string, ...nodeIds: string[]): TemplateInput {
  return { key: 'people', label, kind: 'people', places: nodeIds.map((nodeId) => ({ nodeId, field: ['to'] })) }
}

export function mail(nodeId: string, suggestion: string): TemplateInput {
  return {
    key: 'mail',
    label: 'Which mail?',
    kind: 'email-template',
    places: [{ nodeId, field: ['templateId'] }],
    suggestion,
  }
}
