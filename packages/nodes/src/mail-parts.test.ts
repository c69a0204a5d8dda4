import { expect, test } from 'vitest'
import { mailParts } from './mail-parts.ts'

const bodyHtml = '<p>Hello <b>Ann</b></p>'

test('the text is made from the HTML where nobody wrote one', () => {
  expect(mailParts({ bodyHtml, bodyText: null, unsubscribeUrl: null })).toEqual({
    html: bodyHtml,
    text: 'Hello Ann',
    headers: {},
  })
  expect(mailParts({ bodyHtml, bodyText: 'Hi Ann', unsubscribeUrl: null }).text).toBe('Hi Ann')
})

test('marketing says in both parts how to unsubscribe', () => {
  const url = 'https://hub.example.com/unsubscribe/t'
  const { html, text, headers } = mailParts({ bodyHtml, bodyText: 'Hi Ann', unsubscribeUrl: url })
  expect(html).toContain(`<a href="${url}"`)
  expect(text).toBe(`Hi Ann\n\nUnsubscribe: ${url}`)
  expect(headers['List-Unsubscribe']).toBe(`<${url}>`)
  expect(mailParts({ bodyHtml, bodyText: null, unsubscribeUrl: url }).text).toContain(`[${url}]`)
})
