import type { RunExample } from '@hubflow/api/client'
import { type Definition, findTrigger, type Json, pathsIn, type VariableGroup } from '@hubflow/core'

/** Whether a run could have been begun by this workflow's trigger as it is now. */
export function doesFit({ trigger: begun }: Pick<RunExample, 'trigger'>, definition: Definition): boolean {
  const trigger = findTrigger(definition)
  switch (trigger?.type) {
    case 'event':
      return begun.type === trigger.config.eventType
    case 'webhook':
      return Object.hasOwn(begun, 'body')
    case 'manual':
      return Object.hasOwn(begun, 'inputs')
    case 'schedule':
      return Object.hasOwn(begun, 'scheduledFor')
    default:
      return false
  }
}

/** What an example is called: its record, or what it began with in a few words. */
export function exampleTitle({ subjectTitle, trigger, isTest }: RunExample): string {
  if (subjectTitle !== null) return subjectTitle
  const [first] = Object.values(partsOf(trigger.inputs ?? trigger.body ?? trigger.data ?? null)).filter(
    (value) => typeof value === 'string' && value !== '',
  )
  if (typeof first === 'string') return short(first)
  return isTest ? 'the last test' : 'a run'
}

/** Samples are few words: a longer text would hide what stands beside it. */
const LONGEST_SAMPLE = 80

/** The groups of the data picker with the example's values as samples; a value that it lacks keeps its own. */
export function withExample(groups: readonly VariableGroup[], example: RunExample): VariableGroup[] {
  const { trigger, subject, steps } = example
  const scope: Json = { trigger, subject, steps }
  return groups.map((group) => ({
    ...group,
    items: group.items.map((item) => {
      // Ids say nothing to people, and are long.
      const value = item.type === 'id' ? undefined : valueAt(scope, pathsIn(`{{${item.path}}}`)[0] ?? [])
      return value === undefined ? item : { ...item, sample: short(textOf(value)) }
    }),
  }))
}

function valueAt(value: Json | undefined, path: readonly string[]): string | number | boolean | undefined {
  const found = path.reduce<Json | undefined>((inner, key) => partsOf(inner ?? null)[key], value)
  return typeof found === 'object' || found === undefined || found === '' ? undefined : found
}

function partsOf(value: Json): { [key: string]: Json } {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}

function textOf(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return String(value)
}

function short(text: string): string {
  return text.length > LONGEST_SAMPLE ? `${text.slice(0, LONGEST_SAMPLE - 1)}…` : text
}
