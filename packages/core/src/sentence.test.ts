import { describe, expect, it } from 'vitest'
import type { Json } from './run.ts'
import { sentenceOf } from './sentence.ts'
import { nodeOf } from './testing/definitions.ts'
import { testCatalog } from './testing/node-types.ts'

function sentence(type: string, config: { [field: string]: Json }, names: Record<string, string> = {}): string {
  const entry = testCatalog.find((one) => one.type === type)
  if (!entry) throw new Error(`no node type ${type}`)
  return sentenceOf(nodeOf('n', type, config), entry, (_field, value) => names[String(value)])
}

describe('a node as a sentence', () => {
  it('puts values in words', () => {
    expect(sentence('note', { to: ['owner', 'role:trainer', '{{subject.client.email}}'], title: 'Hello' })).toBe(
      'Tell the owner of the workflow, all trainers and the client’s email: Hello',
    )
    expect(
      sentence('note', {
        to: ['a@x.test', 'b@x.test', 'c@x.test', 'd@x.test'],
        title: 'Due {{trigger.data.policy_id}}',
      }),
    ).toBe('Tell a@x.test, b@x.test and 2 more: Due [policy]')
    expect(sentence('call', { method: 'POST', url: 'https://x.test', body: { kind: 'form', value: 'a=b' } })).toBe(
      'Post https://x.test as form',
    )
  })

  it('takes names that only the caller knows', () => {
    expect(sentence('note', { to: ['user:7'], title: 'Hi' }, { 'user:7': 'Ann' })).toBe('Tell Ann: Hi')
    expect(sentence('note', { to: ['user:7'], title: 'Hi' })).toBe('Tell one person: Hi')
  })

  it('shows what is not set, and leaves out optional parts', () => {
    expect(sentence('note', {})).toBe('Tell …: …')
    expect(sentence('note', { to: ['owner'], title: 'Hi', body: 'Welcome' })).toBe(
      'Tell the owner of the workflow: Hi with “Welcome”',
    )
  })

  it('keeps long texts short', () => {
    expect(sentence('note', { to: ['owner'], title: 'x'.repeat(100) })).toBe(
      `Tell the owner of the workflow: ${'x'.repeat(59)}…`,
    )
  })
})
