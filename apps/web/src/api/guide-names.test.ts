import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as hooks from './hooks.ts'
import { workflowService } from './workflow-service.ts'

/** As the guide's API reference has them. */
const METHODS = [
  'getWorkflows',
  'getWorkflow',
  'createWorkflow',
  'updateWorkflow',
  'deleteWorkflow',
  'updateWorkflowStatus',
  'triggerWorkflow',
  'testWorkflow',
  'getWorkflowRuns',
  'getTriggerEventTypes',
]
const HOOKS = [
  'useWorkflows',
  'useWorkflow',
  'useCreateWorkflow',
  'useUpdateWorkflow',
  'useDeleteWorkflow',
  'useTriggerWorkflow',
  'useWorkflowRuns',
  'useTriggerEventTypes',
]

const SOURCES = resolve(import.meta.dirname, '..')
const page = readFileSync(resolve(SOURCES, '../../../docs/workflow-service.md'), 'utf8')
const pages = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.startsWith('api/') && !path.includes('.test.'))
  .map((path) => readFileSync(join(SOURCES, path), 'utf8'))

describe('the guide’s names', () => {
  test.each(METHODS)('workflowService.%s is there, with a line of its own', (name) => {
    expect(workflowService).toHaveProperty(name, expect.any(Function))
    expect(page).toMatch(new RegExp(`^\\| \`${name}\\(.*\\)\` \\| .+ \\|$`, 'm'))
  })

  test.each(HOOKS)('%s is there, with a line of its own, and the pages use it', (name) => {
    expect(hooks).toHaveProperty(name, expect.any(Function))
    expect(page).toMatch(new RegExp(`^\\| \`${name}\\(.*\\)\` \\| .+ \\|$`, 'm'))
    expect(pages.some((text) => text.includes(`${name}(`))).toBe(true)
  })
})
