import { formatPath, type Json, TemplateError } from '@hubflow/core'
import type { StepServices } from './node.ts'

/** The value at a path of the run's data, as templates see it; undefined where there is none. */
export async function readData(path: string[], services: StepServices): Promise<Json | undefined> {
  try {
    return JSON.parse(await services.render(`{{${formatPath(path)} | json}}`, 'none')) as Json
  } catch (error) {
    if (error instanceof TemplateError && error.code === 'value-missing') return undefined
    throw error
  }
}
