import { describe, expect, it } from 'vitest'
import { checkConfig } from './config-check.ts'
import { rulesFromCatalog } from './config-schema.ts'
import type { Json } from './run.ts'
import { nodeOf } from './testing/definitions.ts'
import { testCatalog, testRules } from './testing/node-types.ts'

/** What both schemas say, after making sure that they say the same: the registry's zod and the browser's, made from the catalog. */
function messagesFor(type: string, config: { [field: string]: Json }): string[] {
  const [here, inBrowser] = [testRules, rulesFromCatalog(testCatalog)].map((rules) => {
    const found = rules.find((one) => one.type === type)
    return found ? checkConfig(nodeOf('n1', type, config), found) : []
  })
  expect(inBrowser).toEqual(here)
  return (here ?? []).map((problem) => `${problem.field?.join('.')}: ${problem.message}`)
}

const call = { url: 'https://example.com', method: 'GET' }

describe('the config check', () => {
  it('accepts what is complete', () => {
    expect(
      messagesFor('call', { ...call, timeout: 1, retries: 5, code: '08:00', headers: [{ name: 'A', value: 'b' }] }),
    ).toEqual([])
    expect(messagesFor('call', { ...call, body: { kind: 'json', value: { a: [1] } } })).toEqual([])
  })

  it('asks for what is missing by its label', () => {
    expect(messagesFor('note', {})).toEqual(['to: Fill in "To".', 'title: Fill in "Title".'])
    expect(messagesFor('note', { to: [], title: '' })).toEqual(['to: Fill in "To".', 'title: Fill in "Title".'])
    expect(messagesFor('event', {})).toEqual(['eventType: Choose "Event".'])
    expect(messagesFor('call', { url: 'x' })).toEqual(['method: Choose "Method".'])
  })

  it('says what a number, a choice, an id and a pattern must be', () => {
    expect(messagesFor('call', { ...call, timeout: 0 })).toEqual(['timeout: "Timeout" must be a number of at least 1.'])
    expect(messagesFor('call', { ...call, timeout: 'soon' })).toEqual([
      'timeout: "Timeout" must be a number of at least 1.',
    ])
    expect(messagesFor('call', { ...call, retries: 2.5 })).toEqual([
      'retries: "Retries" must be a whole number from 0 to 5.',
    ])
    expect(messagesFor('call', { ...call, method: 'PUT' })).toEqual(['method: "Method" must be one of: Get, Post.'])
    expect(messagesFor('call', { ...call, templateId: 'welcome' })).toEqual([
      'templateId: "Template" must be chosen from the list.',
    ])
    expect(messagesFor('call', { ...call, code: '8 am' })).toEqual(['code: "At" must look like 08:00.'])
    expect(messagesFor('note', { to: ['owner'], title: 5 })).toEqual(['title: "Title" must be text.'])
    expect(messagesFor('put', { value: 1, flag: 'yes' })).toEqual(['flag: "Flag" must be on or off.'])
  })

  it('names the row in a list, and the inside of the alternative that was meant', () => {
    const headers = [
      { name: 'A', value: 'b' },
      { name: '', value: 'c' },
    ]
    expect(messagesFor('call', { ...call, headers })).toEqual(['headers.1.name: Fill in "Name" (row 2).'])
    expect(messagesFor('call', { ...call, body: { kind: 'form' } })).toEqual(['body.value: Fill in "Form".'])
    expect(messagesFor('call', { ...call, body: { kind: 'xml' } })).toEqual([
      'body.kind: "Body" must be one of: json, form.',
    ])
  })

  it('refuses fields that the node does not have', () => {
    expect(messagesFor('webhook', { secret: 'x' })).toEqual(['secret: There is no field "secret" here. Remove it.'])
  })
})
