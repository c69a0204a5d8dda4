import type { Problem, VariableGroup } from '@hubflow/core'
import { createContext, useContext } from 'react'
import type { Field } from '../schema-field.ts'
import type { FieldPath } from '../view-store.ts'

/** What the fields of one node's form share. */
export interface InspectorNode {
  nodeId: string
  problems: readonly Problem[]
  /** The data that this node can insert. */
  variables: readonly VariableGroup[]
  /** A field was left: the next change is an entry of its own for undo. */
  endGesture(): void
}

export const InspectorContext = createContext<InspectorNode | null>(null)

export function useInspector(): InspectorNode {
  const inspector = useContext(InspectorContext)
  if (!inspector) throw new Error('A field works inside the inspector only.')
  return inspector
}

export interface FieldProps {
  field: Field
  value: unknown
  /** `undefined` takes the field away. */
  onChange(value: unknown): void
  path: FieldPath
  /** The object that the field is part of, for widgets that look at their neighbours. */
  owner: Readonly<Record<string, unknown>>
}

/** What is wrong with exactly this field, in a sentence. */
export function useFieldError(path: FieldPath): string | undefined {
  const { problems } = useInspector()
  const place = path.join('.')
  return problems.find(({ field }) => field?.join('.') === place)?.message
}

/** What is wrong with this field or anything in it, for widgets that show their parts as one. */
export function useFieldErrors(path: FieldPath): string | undefined {
  const { problems } = useInspector()
  const place = path.join('.')
  const found = problems.filter(({ field }) => field !== undefined && `${field.join('.')}.`.startsWith(`${place}.`))
  return found.length ? [...new Set(found.map(({ message }) => message))].join(' ') : undefined
}
