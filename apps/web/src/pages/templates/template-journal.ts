import type { SaveEmailTemplate } from '@hubflow/api/client'

/** All of a template that can be edited. */
export type TemplateContent = Omit<SaveEmailTemplate, 'revision'>

/** What was typed and not saved; `revision` is the server's that it began from. */
export interface KeptTemplate {
  content: TemplateContent
  revision: number
  at: number
}

const keyOf = (id: string) => `hubflow:mail-template:${id}`

/** What this browser keeps of a template until the server has it; null when there is nothing, or nothing that fits. */
export function readKept(id: string, storage: Storage): KeptTemplate | null {
  try {
    const kept = JSON.parse(storage.getItem(keyOf(id)) ?? 'null') as Partial<KeptTemplate> | null
    if (typeof kept?.content?.bodyHtml !== 'string' || typeof kept.revision !== 'number') return null
    return { content: kept.content, revision: kept.revision, at: Number(kept.at) }
  } catch {
    return null
  }
}

/** Whether it could be kept. */
export function keep(id: string, kept: KeptTemplate, storage: Storage): boolean {
  try {
    storage.setItem(keyOf(id), JSON.stringify(kept))
    return true
  } catch {
    // Full or forbidden: the page says that nothing is kept.
    return false
  }
}

export function forget(id: string, storage: Storage): void {
  try {
    storage.removeItem(keyOf(id))
  } catch {
    // Nothing was kept then.
  }
}
