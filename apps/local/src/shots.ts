/** Takes a picture of every page and state, light and dark, at 1280×720, into the folder `shots/` of the repository. */
import { mkdirSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { launchBrowser } from './e2e/browser.ts'
import { newDataDir, removeDataDir, startHub } from './e2e/hub.ts'
import { tour } from './e2e/tour.ts'

const FOLDER = resolve(import.meta.dirname, '../../../shots')

rmSync(FOLDER, { recursive: true, force: true })
const hub = await startHub(newDataDir())
const browser = await launchBrowser()
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    const folder = resolve(FOLDER, colorScheme)
    mkdirSync(folder, { recursive: true })
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 720 }, colorScheme })).newPage()
    await tour(page, hub.url, async (name) => {
      await page.screenshot({ path: resolve(folder, `${name}.png`), animations: 'disabled' })
    })
  }
} finally {
  await browser.close()
  await hub.stop()
  removeDataDir(hub.dataDir)
}
console.log(`The pictures are in ${FOLDER}.`)
