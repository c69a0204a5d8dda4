export const GUIDE_STEPS = ['basics', 'trigger', 'actions', 'review'] as const
export type GuideStep = (typeof GUIDE_STEPS)[number]

interface EditorSearch {
  /** The step that is chosen when the editor opens, and the field of its settings that is shown. */
  node?: string
  field?: string
  /** The step of the guided path that is shown in place of the canvas. */
  guide?: GuideStep
  /** The run whose data tests begin with. */
  example?: string
}

/** What the editor's address says; what it cannot read is left out. */
export function readEditorSearch({ node, field, guide, example }: Record<string, unknown>): EditorSearch {
  const step = GUIDE_STEPS.find((known) => known === guide)
  return {
    ...(typeof node === 'string' && node ? { node } : {}),
    ...(typeof field === 'string' && field ? { field } : {}),
    ...(step ? { guide: step } : {}),
    ...(typeof example === 'string' && example ? { example } : {}),
  }
}
