import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WEB_DIR } from '../web-build.ts'
import { launchBrowser } from './browser.ts'

const PART = join(WEB_DIR, 'src/editor/inspector/pills/mail-html.in-browser.ts')

interface MailHtml {
  tryMails(runs: number): { wrong: string | null; kept: number }
  keeps(html: string): boolean
  through(html: string): string
}

let browser: Browser
let page: Page
beforeAll(async () => {
  browser = await launchBrowser()
  page = await browser.newPage()
  await page.setContent('<!doctype html><title>Mail</title>')
  await page.addScriptTag({ content: await inBrowser(PART, 'mailHtml') })
})
afterAll(() => browser.close())

test('random mails come through the editor with every pair of braces as it was', async () => {
  const { wrong, kept } = await call(({ tryMails }) => tryMails(400))
  expect(wrong).toBeNull()
  expect(kept).toBeGreaterThan(200)
})

test.each([
  ['<p>Hello {{subject.client.first_name}},</p>', true],
  ['<p>Hello <b>you</b></p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>', true],
  ['Hello you', true],
  ['<p><a href="{{trigger.body.link | default: "https://a.example/?b=1&c=2"}}">Open</a></p>', true],
  ['<table><tr><td>1</td></tr></table>', false],
  ['<p style="color: red">Red</p>', false],
  ['<p>{% if subject.client.email %}by mail{% endif %}</p>', true],
  ['<img src="https://a.example/logo.png">', false],
])('%s is kept: %s', async (html, isKept) => {
  expect(await call(({ keeps }, text) => keeps(text), html)).toBe(isKept)
})

test('what stands in braces is not escaped as HTML', async () => {
  const html = '<p>{{subject.notes | default: "a < b & \'c\'"}} &amp; more</p>'
  expect(await call(({ through }, text) => through(text), html)).toBe(html)
})

function call<Result>(use: (mail: MailHtml, text: string) => Result, text = ''): Promise<Result> {
  return page.evaluate(`(${use.toString()})(mailHtml, ${JSON.stringify(text)})`) as Promise<Result>
}

/** A part of the web app as a script that a page can take in. */
async function inBrowser(entry: string, name: string): Promise<string> {
  const vite = createRequire(join(WEB_DIR, 'package.json')).resolve('vite')
  const { build } = (await import(pathToFileURL(vite).href)) as {
    build(options: object): Promise<{ output: { code: string }[] }[]>
  }
  const [built] = await build({
    root: WEB_DIR,
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: { write: false, minify: false, lib: { entry, name, formats: ['iife'], fileName: name } },
  })
  return built?.output[0]?.code ?? ''
}
