import { z } from 'zod'
import type { CatalogEntry, NodeTypeRules } from '../node-type.ts'

/** A few node types that show every kind of field, for the tests of what works on any of them. */

const text = (title: string) => z.string().min(1).meta({ title, template: true })

const configs = {
  event: z.strictObject({ eventType: z.string().min(1).meta({ title: 'Event', widget: 'event-type' }) }),
  manual: z.strictObject({
    inputs: z
      .array(z.strictObject({ key: z.string(), label: z.string(), type: z.string() }))
      .optional()
      .meta({ title: 'Inputs' }),
  }),
  webhook: z.strictObject({}),
  note: z.strictObject({
    to: z.array(z.string().min(1)).min(1).meta({ title: 'To', template: true }),
    title: text('Title'),
    body: z.string().optional().meta({ title: 'Text', widget: 'html', template: true }),
  }),
  call: z.strictObject({
    url: z.string().min(1).meta({ title: 'Address', widget: 'url', template: true }),
    method: z.enum(['GET', 'POST']).meta({ title: 'Method', labels: { GET: 'Get', POST: 'Post' } }),
    timeout: z.number().min(1).optional().meta({ title: 'Timeout' }),
    retries: z.number().int().min(0).max(5).optional().meta({ title: 'Retries' }),
    templateId: z.uuid().optional().meta({ title: 'Template', widget: 'email-template' }),
    code: z
      .string()
      .regex(/^\d\d:\d\d$/)
      .optional()
      .meta({ title: 'At', placeholder: '08:00' }),
    headers: z
      .array(z.strictObject({ name: z.string().min(1).meta({ title: 'Name' }), value: text('Value') }))
      .optional()
      .meta({ title: 'Headers' }),
    body: z
      .discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('json'),
          value: z
            .union([z.string(), z.record(z.string(), z.json())])
            .meta({ title: 'JSON', widget: 'json', template: true }),
        }),
        z.strictObject({
          kind: z.literal('form'),
          value: z.string().meta({ title: 'Form', widget: 'form', template: true }),
        }),
      ])
      .optional()
      .meta({ title: 'Body', labels: { json: 'JSON', form: 'Form fields' } }),
  }),
  condition: z.strictObject({}),
  put: z.strictObject({
    value: z.json().meta({ title: 'Value', template: true }),
    flag: z.boolean().optional().meta({ title: 'Flag' }),
  }),
}

const outputs: Partial<Record<keyof typeof configs, z.ZodType>> = {
  event: z.object({ type: z.string().meta({ title: 'Event' }), data: z.record(z.string(), z.unknown()) }),
  manual: z.object({ inputs: z.record(z.string(), z.unknown()) }),
  webhook: z.object({ body: z.unknown().meta({ title: 'Body' }), headers: z.record(z.string(), z.string()) }),
  call: z.object({ status: z.number().int().meta({ title: 'Status' }), body: z.unknown().meta({ title: 'Answer' }) }),
}

const sentences: Partial<Record<keyof typeof configs, string>> = {
  note: 'Tell {{to}}: {{title}}[ with “{{body}}”]',
  call: '{{method}} {{url}}[ as {{body}}]',
}

const titles = {
  event: 'Event',
  manual: 'Run now',
  webhook: 'Webhook',
  note: 'Note',
  call: 'Call',
  condition: 'If',
  put: 'Put',
}

const types = Object.keys(configs) as (keyof typeof configs)[]

const isTrigger = (type: string) => ['event', 'manual', 'webhook'].includes(type)

export const testRules: NodeTypeRules[] = types.map((type) => ({
  type,
  kind: isTrigger(type) ? 'trigger' : 'action',
  title: titles[type],
  branches: type === 'condition' ? ['yes', 'no'] : ['next'],
  config: configs[type],
}))

export const testCatalog: CatalogEntry[] = testRules.map(({ config, ...rules }, index) => {
  const type = types[index] ?? 'note'
  return {
    ...rules,
    summary: '',
    group: 'Tests',
    icon: 'box',
    sentence: sentences[type] ?? titles[type],
    effect: 'none',
    initialConfig: {},
    configSchema: z.toJSONSchema(config, { io: 'input' }),
    outputSchema: z.toJSONSchema(outputs[type] ?? z.object({}), { io: 'output' }),
  }
})
