import { HUB_TABLE_NAMES, tableVariables, type VariableGroup } from '@hubflow/core'
import type { TemplateContent } from './template-journal.ts'
import { tablesByFit } from './template-tables.ts'

type Texts = Pick<TemplateContent, 'subjectTable' | 'subject' | 'bodyHtml' | 'bodyText'>

/** The data that a template can insert: of the records that it is about; of any, the likeliest first, while nobody said. */
export function variablesOf({ subjectTable, ...texts }: Texts): VariableGroup[] {
  if (subjectTable !== null) return tableVariables([subjectTable])
  return tableVariables(tablesByFit([texts.subject, texts.bodyHtml, texts.bodyText ?? '']))
}

/** The table whose records a template is shown with. */
export function tableOf({ subjectTable, subject, bodyHtml, bodyText }: Texts) {
  return subjectTable ?? tablesByFit([subject, bodyHtml, bodyText ?? ''])[0] ?? HUB_TABLE_NAMES[0]
}
