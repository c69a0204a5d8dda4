import { existsSync } from 'node:fs'
import sparticuzChromium from '@sparticuz/chromium'
import { type Browser, chromium, type Page } from 'playwright-core'

/** Where distributions and vendors put a Chromium; the first that exists is taken. */
const INSTALLED = [
  process.env.CHROME_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

const ARGS = [
  // Root gets no sandbox in containers; these tests visit this machine's own pages only.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export async function launchBrowser(): Promise<Browser> {
  const installed = INSTALLED.find((path) => path !== undefined && existsSync(path))
  const executablePath = installed ?? (await sparticuzChromium.executablePath())
  return chromium.launch({ executablePath, args: ARGS })
}

/** Opens the hub and signs in through the form. */
export async function signIn(page: Page, url: string, email: string, password = 'training-hub'): Promise<void> {
  await page.goto(url)
  await page.getByRole('textbox', { name: 'Email' }).fill(email)
  await page.getByLabel(/^Password/).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
}
