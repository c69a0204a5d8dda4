import { field, fields, HUB_TABLE_NAMES, HUB_TABLES } from '@hubflow/core'
import { z } from 'zod'
import { defineTrigger } from '../node.ts'

const Input = fields({
  key: field(
    z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'Use letters, digits and “_”, beginning with a letter, like due_date.'),
    {
      title: 'Name in data',
      help: 'A short name without spaces by which the steps find the answer. People who fill in the form do not see it.',
      description: 'How later steps call it: trigger.inputs.due_date',
      placeholder: 'due_date',
    },
  ),
  label: field(z.string().trim().min(1, 'Write the question that the form shows.').max(200), {
    title: 'Question',
    help: 'The words beside the field, such as “When is it due?”.',
    description: 'What the person reads in the form.',
    placeholder: 'Due date',
  }),
  type: field(z.enum(['text', 'number', 'date', 'choice', 'record']), {
    title: 'Kind of answer',
    help: 'What can be filled in. “A record of the hub” lets one choose a client, a policy and so on.',
    labels: { text: 'Text', number: 'Number', date: 'Date', choice: 'One of a list', record: 'A record of the hub' },
  }),
  required: field(z.boolean(), {
    title: 'Must be answered',
    help: 'With this, nobody can start it without filling in the field.',
  }).optional(),
  options: field(
    z
      .array(field(z.string().min(1), { title: 'Choice' }))
      .min(1)
      .max(100),
    {
      title: 'Choices',
      help: 'What the list offers, one below the other.',
      description: 'Only for “One of a list”.',
    },
  ).optional(),
  table: field(z.enum(HUB_TABLE_NAMES), {
    title: 'Kind of record',
    help: 'Which of the hub’s records can be chosen: clients, policies, recruits and so on.',
    description: 'Only for “A record of the hub”.',
    labels: Object.fromEntries(HUB_TABLE_NAMES.map((name) => [name, HUB_TABLES[name].plural])),
  }).optional(),
}).superRefine(({ type, options, table }, check) => {
  if (type === 'choice' && !options)
    check.addIssue({ code: 'custom', path: ['options'], message: 'Write at least one choice.' })
  if (type !== 'choice' && options)
    check.addIssue({
      code: 'custom',
      path: ['options'],
      message: 'Choices belong to “One of a list” only. Remove them.',
    })
  if (type === 'record' && !table)
    check.addIssue({ code: 'custom', path: ['table'], message: 'Choose which kind of record is asked for.' })
  if (type !== 'record' && table)
    check.addIssue({
      code: 'custom',
      path: ['table'],
      message: 'A kind of record belongs to “A record of the hub” only. Remove it.',
    })
})

const config = fields({
  inputs: field(z.array(Input).max(20), {
    title: 'Ask for',
    help: 'The form that opens when somebody presses Run now. The answers can be put into every step.',
    description: 'What the person who starts it is asked. Leave it empty to start without questions.',
    widget: 'manual-inputs',
  }).optional(),
}).superRefine(({ inputs = [] }, check) => {
  const keys = inputs.map((input) => input.key)
  keys.forEach((key, index) => {
    if (keys.indexOf(key) < index)
      check.addIssue({
        code: 'custom',
        path: ['inputs', index, 'key'],
        message: `“${key}” is there twice. Use another name.`,
      })
  })
})

export const manual = defineTrigger({
  type: 'manual',
  title: 'Someone starts it',
  summary: 'Starts when someone presses Run now.',
  group: 'When',
  icon: 'player-play',
  sentence: 'When someone presses Run now',
  config,
  initialConfig: { inputs: [] },
  example: {
    inputs: [
      { key: 'due_date', label: 'Due date', type: 'date', required: true },
      { key: 'tone', label: 'Tone', type: 'choice', options: ['Friendly', 'Firm'] },
    ],
  },
  output: z.object({
    inputs: z
      .record(z.string(), z.unknown())
      .meta({ title: 'Answers', description: 'What was filled in, by its name in data.' }),
  }),
})
