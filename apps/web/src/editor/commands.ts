import { type CatalogEntry, isTriggerType } from '@hubflow/core'
import { tidyLayout } from '../canvas/tidy-layout.ts'
import { type Clip, copyNodes, pasteClip } from './clip.ts'
import { freshNodeId, moveNodes, removeEdges, removeNodes, setDisabled, setTrigger } from './document.ts'
import type { Editor } from './editor-context.ts'
import { tellWhatIsMissing } from './missing-values.tsx'
import { moveToEdge } from './move-to-edge.ts'
import { isMovable } from './outline/outline-rows.ts'
import { addAt, type Place } from './place.ts'
import type { FieldPath } from './view-store.ts'

/** What people do, as one entry for undo each, with what the view makes of it. */

/** Puts a step or trigger from the catalog where it was meant to go, and opens it in the inspector. */
export function addStep(editor: Editor, entry: CatalogEntry, place: Place): void {
  const { store, view, branchesOf, entries } = editor
  const id = freshNodeId()
  const newNode = { id, entry }
  if (entry.kind === 'trigger')
    store.getState().change((definition) => setTrigger(definition, newNode, (type) => entries.get(type)?.title ?? type))
  else store.getState().change((definition) => addAt(definition, place, newNode, branchesOf))
  const { nodes } = store.getState().history.present
  const added = nodes.find((node) => node.id === id) ?? nodes.find((node) => isTriggerType(node.type))
  const fromOutline = view.getState().adding?.from === 'outline'
  view.setState({ adding: null, dropPlace: null, dragging: null })
  if (!added) return
  view.setState(({ freshIds }) => ({ freshIds: [...freshIds, added.id] }))
  if (fromOutline) openSettings(editor, added.id, [])
  else selectNode(editor, added.id, { center: false })
}

function selectNode({ view }: Editor, nodeId: string, { center }: { center: boolean }): void {
  view.setState({ selectedIds: [nodeId], request: { nodeId, center } })
}

/** From the outline: the focus goes to a field of the settings, the first where none is named, and comes back when they are closed. */
export function openSettings(editor: Editor, nodeId: string, field: FieldPath): void {
  selectNode(editor, nodeId, { center: true })
  editor.view.setState({ fieldRequest: { nodeId, field }, outlineRow: nodeId, outlineReturn: true })
}

/** Shows the outline and gives it the focus, on the line that had it last; the first choice, where there is no step yet. */
export function toOutline(editor: Editor): void {
  editor.view.setState({ outlineReturn: true })
  closeSettings(editor)
}

/** Leads back to the workflow as a whole. */
export function closeSettings({ view }: Editor): void {
  view.setState(({ outlineReturn }) => ({
    selectedIds: [],
    request: { nodeId: '', center: false },
    outlineFocus: outlineReturn,
    outlineReturn: false,
  }))
}

/** Shows what a problem is about: the node on the canvas, its field in the inspector. */
export function showField(editor: Editor, nodeId: string, field: FieldPath | undefined): void {
  selectNode(editor, nodeId, { center: true })
  editor.view.setState({ fieldRequest: field ? { nodeId, field } : null, problemsOpen: false, freshIds: [] })
}

export function removeSelected(
  { store, view, branchesOf }: Editor,
  nodeIds: readonly string[],
  edgeIds: readonly string[],
): void {
  store.getState().change((definition) => {
    // An edge that was chosen alone is cut; one beside a chosen node goes where the node's removal leads it.
    const cut = nodeIds.length === 0 ? removeEdges(definition, edgeIds) : definition
    return removeNodes(cut, nodeIds, branchesOf)
  })
  view.setState({ selectedIds: [] })
}

/** Puts a step that is there already between the two ends of an edge. */
export function moveStepToEdge({ store, branchesOf, entries }: Editor, nodeId: string, edgeId: string): void {
  store.getState().change((definition) => {
    const entry = entries.get(definition.nodes.find(({ id }) => id === nodeId)?.type ?? '')
    return entry ? moveToEdge(definition, nodeId, edgeId, entry, branchesOf) : definition
  })
}

export function tidyUp({ store, branchesOf }: Editor): void {
  store.getState().change((definition) => moveNodes(definition, tidyLayout(definition, branchesOf)))
}

/** The chosen steps as the clipboard holds them; null where none is chosen. */
export function copySteps({ store, workflowId }: Editor, nodeIds: readonly string[]): Clip | null {
  return copyNodes(store.getState().history.present, nodeIds, workflowId)
}

/** Puts copied steps behind the last of those that are chosen, chooses the copies, and tells what they miss here. */
export function pasteSteps(editor: Editor, clip: Clip): void {
  const { store, view, branchesOf, workflowId, problems } = editor
  const chosen = copySteps(editor, view.getState().selectedIds)
  const before = problems.getState().all
  let added: string[] = []
  store.getState().change((definition) => {
    const pasted = pasteClip(definition, clip, {
      workflowId,
      after: chosen?.nodes.at(-1)?.id,
      freshId: freshNodeId,
      branchesOf,
    })
    added = pasted.ids
    return pasted.definition
  })
  const [first, ...also] = added
  if (first === undefined) return
  view.setState({ selectedIds: added, request: { nodeId: first, center: false, also } })
  tellWhatIsMissing(editor, added, before)
}

/** Switches steps off, so that runs pass over them, or on again where all of them are off. What cannot be off stays as it is. */
export function switchSteps({ store, branchesOf }: Editor, nodeIds: readonly string[]): void {
  store.getState().change((definition) => {
    const steps = definition.nodes.filter((node) => nodeIds.includes(node.id) && isMovable(node, branchesOf))
    const off = steps.some(({ disabled }) => !disabled)
    return steps.reduce((changed, { id }) => setDisabled(changed, id, off), definition)
  })
}
