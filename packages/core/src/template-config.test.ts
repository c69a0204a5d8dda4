import { describe, expect, it } from 'vitest'
import type { JsonSchema } from './node-type.ts'
import { resolveConfig } from './template-config.ts'
import { testScope } from './testing/definitions.ts'
import { testCatalog } from './testing/node-types.ts'

const schemaOf = (type: string): JsonSchema => testCatalog.find((entry) => entry.type === type)?.configSchema ?? {}

describe('a config with everything inserted', () => {
  it('escapes by what each field is', () => {
    const config = {
      to: ['{{trigger.body.tags.first}}', 'owner'],
      title: '{{trigger.body.name}}',
      body: '<b>{{trigger.body.name}}</b>',
    }
    expect(resolveConfig(config, schemaOf('note'), testScope)).toEqual({
      to: ['new', 'owner'],
      title: 'Ann "A" <b>',
      body: '<b>Ann &quot;A&quot; &lt;b&gt;</b>',
    })
  })

  it('gives text where text is wanted, and the value itself where anything may stand', () => {
    expect(resolveConfig({ title: '{{trigger.body.count}}' }, schemaOf('note'), testScope)).toEqual({ title: '3' })
    expect(resolveConfig({ value: '{{trigger.body.count}}' }, schemaOf('put'), testScope)).toEqual({ value: 3 })
    expect(resolveConfig({ value: { deep: ['{{trigger.body.nested}}'] } }, schemaOf('put'), testScope)).toEqual({
      value: { deep: [{ deep: true }] },
    })
  })

  it('follows the alternative that the config chose', () => {
    const json = { kind: 'json', value: '{"n":"{{trigger.body.name}}"}' }
    const form = { kind: 'form', value: 'n={{trigger.body.name}}' }
    expect(resolveConfig({ body: json }, schemaOf('call'), testScope)).toEqual({
      body: { kind: 'json', value: '{"n":"Ann \\"A\\" <b>"}' },
    })
    expect(resolveConfig({ body: form }, schemaOf('call'), testScope)).toEqual({
      body: { kind: 'form', value: 'n=Ann%20%22A%22%20%3Cb%3E' },
    })
    const object = { kind: 'json', value: { n: '{{trigger.body.name}}', c: '{{trigger.body.count}}' } }
    expect(resolveConfig({ body: object }, schemaOf('call'), testScope)).toEqual({
      body: { kind: 'json', value: { n: 'Ann "A" <b>', c: 3 } },
    })
  })

  it('leaves fields as they stand that hold nothing to insert', () => {
    const config = { url: 'https://x.test/{{trigger.body.count}}', method: '{{trigger.body.count}}', timeout: 5 }
    expect(resolveConfig(config, schemaOf('call'), testScope)).toEqual({
      url: 'https://x.test/3',
      method: '{{trigger.body.count}}',
      timeout: 5,
    })
  })

  it('names the field that lacks a value', () => {
    expect(() => resolveConfig({ title: 'Dear {{subject.client.email}}' }, schemaOf('note'), testScope)).toThrow(
      'Title: "subject.client.email" has no value. Fill it in where it comes from, or give it a fallback.',
    )
  })
})
