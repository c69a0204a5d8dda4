import type { TemplateInput, WorkflowTemplate } from '@hubflow/api/client'
import type { Definition, Json, WorkflowNode } from '@hubflow/core'
import { removeNodes } from '../../editor/document.ts'

type Answer = string | number | string[]
export type Answers = Readonly<Record<string, Answer | undefined>>

/** What each open input begins with: the value in the template, or the hub's own mail template of the fitting name. */
export function firstAnswers(
  { definition, inputs }: WorkflowTemplate,
  mails: readonly { id: string; name: string }[],
): Answers {
  return Object.fromEntries(
    inputs.map((input) => [
      input.key,
      input.kind === 'email-template' ? mailFor(input, mails) : answerAt(definition, input),
    ]),
  )
}

/** The inputs that must be answered still. */
export function openInputs({ inputs }: WorkflowTemplate, answers: Answers): TemplateInput[] {
  return inputs.filter(({ key, leavesOut }) => isEmpty(answers[key]) && !leavesOut)
}

/** The template's definition with the answers in their places; a step that is answered with nothing is left out. */
export function fillTemplate({ definition, inputs }: WorkflowTemplate, answers: Answers): Definition {
  const answered = inputs.filter(({ key }) => !isEmpty(answers[key]))
  const nodes = definition.nodes.map((node) =>
    answered
      .flatMap(({ key, places }) => places.map((place) => ({ ...place, answer: answers[key] })))
      .filter(({ nodeId }) => nodeId === node.id)
      .reduce((changed, { field, answer }) => withAnswer(changed, field, answer), node),
  )
  const leftOut = inputs.filter(({ key }) => isEmpty(answers[key])).flatMap(({ leavesOut = [] }) => leavesOut)
  // In a row, the first way out of a step is the way on.
  return removeNodes({ ...definition, nodes }, leftOut, () => [])
}

function mailFor({ suggestion }: TemplateInput, mails: readonly { id: string; name: string }[]): string | undefined {
  const fitting = mails.find(({ name }) => name.toLowerCase() === suggestion?.toLowerCase())
  return (fitting ?? (mails.length === 1 ? mails[0] : undefined))?.id
}

function answerAt(definition: Definition, { places: [place] }: TemplateInput): Answer | undefined {
  const node = definition.nodes.find(({ id }) => id === place?.nodeId)
  const value = place?.field.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string | number, unknown>)[key] : undefined,
    node?.config,
  )
  if (typeof value === 'string' || typeof value === 'number') return value
  return Array.isArray(value) ? value.map(String) : undefined
}

function withAnswer(node: WorkflowNode, field: readonly (string | number)[], answer: Answer | undefined): WorkflowNode {
  const config = structuredClone(node.config)
  const last = field.at(-1)
  const owner = field
    .slice(0, -1)
    .reduce<Json | undefined>(
      (inner, key) =>
        typeof inner === 'object' && inner !== null ? (inner as Record<string | number, Json>)[key] : undefined,
      config,
    )
  if (typeof owner === 'object' && owner !== null && last !== undefined)
    (owner as Record<string | number, unknown>)[last] = answer
  return { ...node, config }
}

function isEmpty(answer: Answer | undefined): boolean {
  return answer === undefined || answer === '' || (Array.isArray(answer) && answer.length === 0)
}
