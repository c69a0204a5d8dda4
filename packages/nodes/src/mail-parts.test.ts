import { expect, test } from 'vitest'
import { mailParts } from './mail-parts.ts'

const bodyHtml = '<p>Hello <b>Ann</b></p>'

test('the text is made from the HTML where nobody wrote one', () => {
  expect(mailParts({ bodyHtml, bodyText: null, unsubscribeUrl: null })).toEqual({
    html: expect.stringContaining(bodyHtml),
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

test('a text without looks of its own is set like a letter; what has some stays as it is', () => {
  const htmlOf = (html: string) => mailParts({ bodyHtml: html, bodyText: null, unsubscribeUrl: null }).html
  expect(htmlOf(bodyHtml)).toMatch(/^<div style="max-width:600px;.*"><p>Hello <b>Ann<\/b><\/p><\/div>$/)
  for (const html of [
    '',
    '<p style="color:red">Hi</p>',
    '<table><tr><td>Hi</td></tr></table>',
    '<html><body>Hi</body></html>',
  ])
    expect(htmlOf(html)).toBe(html)
})
