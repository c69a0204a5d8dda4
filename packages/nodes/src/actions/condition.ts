import {
  type ClauseDecision,
  decideRules,
  field,
  fields,
  formatPath,
  type Json,
  pathsInRules,
  type Rules,
  RulesSchema,
} from '@hubflow/core'
import { z } from 'zod'
import { readData } from '../data.ts'
import { defineAction, type StepServices } from '../node.ts'

export const condition = defineAction({
  type: 'condition',
  title: 'If',
  summary: 'Goes one way when comparisons hold, and another when they do not.',
  group: 'Ways',
  icon: 'arrows-split-2',
  sentence: 'If {{rules}}',
  effect: 'none',
  branches: ['yes', 'no'],
  config: fields({
    rules: field(RulesSchema, {
      title: 'Comparisons',
      help: 'The question at this fork. Say what must be true, for example “Status is active”; where it is, the run goes the way “yes”, otherwise “no”. Both ways can meet again further down.',
      description: 'What must hold to go the way “yes”. What has no value is not equal to anything.',
      widget: 'rules',
    }),
  }),
  initialConfig: { rules: { combinator: 'and', rules: [] } },
  example: {
    rules: {
      combinator: 'and',
      rules: [
        { field: 'subject.status', operator: 'equals', value: 'pending' },
        {
          combinator: 'or',
          rules: [
            { field: 'subject.client.email', operator: 'is_not_empty' },
            { field: 'subject.renewal_date', operator: 'after', value: '{{now}}' },
          ],
        },
      ],
    },
  },
  output: z.object({
    result: z.boolean().meta({ title: 'Result', description: 'True when it went the way “yes”.' }),
    reason: z.string().meta({ title: 'Reason', description: 'The comparisons that decided, with what they found.' }),
  }),
  async run({ rules }, services) {
    const { holds, reason } = await decide(rules, services)
    return { status: 'completed', branch: holds ? 'yes' : 'no', output: { result: holds, reason } }
  },
  async preview({ rules }, services) {
    const { holds, reason, decidedBy } = await decide(rules, services)
    const detail = decidedBy.map(({ place, holds, sentence }) => ({ place, holds, sentence }))
    const branch = holds ? 'yes' : 'no'
    return {
      sentence: `Would go the way “${branch}”: ${reason}`,
      detail: { result: holds, detail },
      output: { result: holds, reason },
      branch,
    }
  },
})

async function decide(
  rules: Rules,
  services: StepServices,
): Promise<{ holds: boolean; reason: string; decidedBy: ClauseDecision[] }> {
  const paths = new Map(pathsInRules(rules).map((path) => [formatPath(path), path]))
  const values = new Map<string, Json | undefined>()
  for (const [written, path] of paths) values.set(written, await readData(path, services))
  const read = (path: string[]) => values.get(formatPath(path))
  const { holds, decidedBy } = decideRules(rules, read, { timeZone: services.timeZone })
  return { holds, decidedBy, reason: decidedBy.map(({ sentence }) => sentence).join(' ') }
}
