import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import sparticuzChromium from '@sparticuz/chromium'
import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright-core'

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
  return chromium.launch({ executablePath: await executable(), args: ARGS })
}

/** A browser that keeps what pages store in a folder, as people's own do; `kill` ends it as `kill -9` does. */
export async function launchWithProfile(folder: string): Promise<{ context: BrowserContext; kill(): Promise<void> }> {
  const viewport = { width: 1280, height: 720 }
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: await executable(),
    args: ARGS,
    viewport,
  })
  return {
    context,
    async kill() {
      const processes = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n')
      const own = processes.find((line) => line.includes(`--user-data-dir=${folder}`) && !line.includes('--type='))
      const closed = new Promise<void>((done) => context.once('close', () => done()))
      process.kill(Number.parseInt(own ?? '', 10), 'SIGKILL')
      await closed
    },
  }
}

async function executable(): Promise<string> {
  const installed = INSTALLED.find((path) => path !== undefined && existsSync(path))
  return installed ?? sparticuzChromium.executablePath()
}

/** Opens the hub and signs in through the form. */
export async function signIn(page: Page, url: string, email: string, password = 'training-hub'): Promise<void> {
  await page.goto(url)
  await page.getByRole('textbox', { name: 'Email' }).fill(email)
  await page.getByLabel(/^Password/).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
}

/** Silence of a page after which it has all that it asks for. */
const SETTLED_AFTER_MS = 100

/** Opens an address, and waits until the page has what it asked for and shows it. */
export async function openSettled(page: Page, address: string): Promise<void> {
  const underWay = new Set<Request>()
  let silentSince = performance.now()
  const begun = (request: Request) => {
    // The stream of live events never ends.
    if (request.resourceType() !== 'eventsource') underWay.add(request)
  }
  const ended = (request: Request) => {
    underWay.delete(request)
    silentSince = performance.now()
  }
  page.on('request', begun).on('requestfinished', ended).on('requestfailed', ended)
  await page.goto(address)
  await page.getByRole('heading', { level: 1 }).waitFor()
  while (underWay.size > 0 || performance.now() - silentSince < SETTLED_AFTER_MS) await delay(20)
  await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' })
  page.off('request', begun).off('requestfinished', ended).off('requestfailed', ended)
}
