import { createHash } from 'node:crypto'
import { field, fields } from '@hubflow/core'
import { z } from 'zod'
import { defineAction, type StepServices } from '../node.ts'
import { StepFailure } from '../step-failure.ts'

const Share = fields({
  branch: field(
    z
      .string()
      .max(64)
      .regex(/^\S(?:.*\S)?$/, 'Give the way a name.'),
    { title: 'Way', help: 'What this way is called, here and in the figures, such as “short mail”.', placeholder: 'A' },
  ),
  percent: field(z.number({ error: 'Write how many of a hundred.' }).min(0).max(100), {
    title: 'Percent',
    help: 'How many of a hundred records go this way. All ways together are 100.',
  }),
})

const config = fields({
  shares: field(z.array(Share).min(2, 'Add a second way.').max(10), {
    title: 'Ways',
    help: 'For trying two things against each other: half of the clients get one mail, half the other.',
    description: 'How many of a hundred go each way. The same record always goes the same way.',
    widget: 'shares',
  }),
}).superRefine(({ shares }, check) => {
  const names = shares.map(({ branch }) => branch)
  names.forEach((name, index) => {
    if (names.indexOf(name) < index)
      check.addIssue({
        code: 'custom',
        path: ['shares', index, 'branch'],
        message: `“${name}” is there twice. Use another name.`,
      })
  })
  const sum = Math.round(shares.reduce((total, { percent }) => total + percent, 0) * 1000) / 1000
  if (sum !== 100)
    check.addIssue({ code: 'custom', path: ['shares'], message: `The shares make ${sum} percent. Make it 100.` })
})
type Config = z.output<typeof config>

export const split = defineAction({
  type: 'split',
  title: 'Split',
  summary: 'Sends a share of the runs each way, to compare them or to begin with a few.',
  group: 'Ways',
  icon: 'arrows-split',
  sentence: 'Split between {{shares}}',
  effect: 'none',
  branchesFrom: 'shares',
  config,
  initialConfig: {
    shares: [
      { branch: 'A', percent: 50 },
      { branch: 'B', percent: 50 },
    ],
  },
  example: {
    shares: [
      { branch: 'New text', percent: 20 },
      { branch: 'Old text', percent: 80 },
    ],
  },
  output: z.object({
    branch: z.string().meta({ title: 'Way', description: 'The name of the way that it went.' }),
  }),
  async run(config, services) {
    const { branch } = shareFor(config, services)
    return { status: 'completed', branch, output: { branch } }
  },
  async preview(config, services) {
    const { branch, percent } = shareFor(config, services)
    return {
      sentence: `Would go the way “${branch}”, as ${percent} of 100 do`,
      detail: { branch, percent },
      output: { branch },
      branch,
    }
  },
})

/** By the record that the run is about, so that it never sees both ways; by the run where it is about none. */
function shareFor({ shares }: Config, { nodeId, run }: StepServices): Config['shares'][number] {
  const digest = createHash('sha256')
    .update(JSON.stringify([nodeId, run.subjectId ?? run.id]))
    .digest()
  const point = (digest.readUIntBE(0, 6) / 2 ** 48) * 100
  let end = 0
  for (const share of shares) {
    end += share.percent
    if (point < end) return share
  }
  // Shares like 33.3 may add up to a hair less than 100.
  const last = shares.findLast(({ percent }) => percent > 0)
  if (!last) throw new StepFailure('config-invalid', 'No way has a share. Make the shares 100 percent.')
  return last
}
