/** What can be wrong with a definition. Each code has one meaning; the message says what to do about it. */
export type ProblemCode =
  | 'definition-invalid'
  | 'trigger-missing'
  | 'trigger-twice'
  | 'trigger-has-input'
  | 'action-missing'
  | 'node-id-twice'
  | 'edge-end-missing'
  | 'branch-unknown'
  | 'branch-twice'
  | 'cycle'
  | 'unreachable'
  | 'node-type-unknown'
  | 'not-disableable'
  | 'config-invalid'
  | 'template-syntax'
  | 'template-unknown-path'
  | 'reference-missing'

/**
 * One thing that keeps a definition from being published. `nodeId` and `field` say where: `field` is the path inside
 * the node's config (`['to', 0]`), absent where the whole node or the graph is meant. `path` is the path inside the
 * whole workflow JSON, given where the JSON is no definition at all. `message` is a sentence for people.
 */
export interface Problem {
  code: ProblemCode
  nodeId?: string
  edgeId?: string
  field?: (string | number)[]
  path?: (string | number)[]
  message: string
}
