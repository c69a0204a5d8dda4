import { launchBrowser, signIn } from './browser.ts'

const url = 'http://127.0.0.1:3106'
const out = '/tmp/hubflow/shots'
const scheme = (process.argv[2] ?? 'light') as 'light' | 'dark'
const browser = await launchBrowser()
const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, colorScheme: scheme })
const page = await context.newPage()
page.on('console', (m) => {
  if (m.type() === 'error' || m.type() === 'warning') console.log('console', m.type(), m.text().slice(0, 400))
})
page.on('pageerror', (e) => console.log('pageerror', e.message, e.stack?.slice(0, 600)))
page.setDefaultTimeout(8000)
let n = 0
const shot = async (name: string) => {
  await page.waitForTimeout(350)
  await page.screenshot({ path: `${out}/${scheme}-${String(++n).padStart(2, '0')}-${name}.png` })
}
try {
  await signIn(page, url, 'trainer@hub.test')
  if (scheme === 'dark') await page.evaluate(() => localStorage.setItem('mantine-color-scheme-value', 'dark'))
  await page.goto(`${url}/workflows`)
  await page
    .getByRole('button', { name: /New workflow/ })
    .first()
    .click()
  await page.getByLabel('Name').fill(`New Policy Welcome Email ${Date.now() % 100000}`)
  await page.getByRole('button', { name: 'Create and open' }).click()
  await page.getByText('When should this start?').waitFor()
  await shot('empty')
  await page
    .getByTestId('palette-event')
    .dragTo(page.getByLabel('Canvas', { exact: true }), { targetPosition: { x: 300, y: 420 } })
  await page.locator('[data-node-type="event"]').waitFor()
  await shot('trigger')
  await page.getByLabel(/^Event/).first().click()
  await shot('event-choose')
  await page
    .getByRole('option', { name: /new policy|policy/i })
    .first()
    .click()
  await shot('event-chosen')
  // send-email dragged onto the canvas
  await page
    .getByTestId('palette-send-email')
    .dragTo(page.getByLabel('Canvas', { exact: true }), { targetPosition: { x: 320, y: 400 } })
  await page.locator('[data-node-type="send-email"]').waitFor()
  await shot('email')
  await page
    .getByRole('textbox', { name: 'To' })
    .or(page.getByRole('combobox', { name: 'To' }))
    .first()
    .click()
  await shot('recipients')
  await page
    .getByRole('option', { name: /Client.*Email/i })
    .first()
    .click()
  await page.keyboard.press('Escape')
  await page.getByLabel(/^Email template/).first().click()
  await shot('templates')
  await page.getByRole('option').first().click()
  await shot('email-done')
  // insert a notification with + behind email
  await page.getByRole('button', { name: 'Add a step after Send email' }).click()
  await shot('picker')
  await page.keyboard.type('notif')
  await page.keyboard.press('Enter')
  await page.locator('[data-node-type="create-notification"]').waitFor()
  await page.getByRole('textbox', { name: 'Title' }).fill('New policy for ')
  await page.getByRole('button', { name: 'Insert data into Title' }).click()
  await shot('data-picker')
  await page.getByLabel('Search data').fill('first name')
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'Message' }).click()
  await page.keyboard.type('Hello /')
  await shot('data-slash')
  await page.keyboard.press('Enter')
  await page.keyboard.type(' and {{bogus}}')
  await shot('notification')
  // wait dropped on an edge
  const edge = page.locator('.react-flow__edge').first()
  const box = await edge.boundingBox()
  const cb = await page.getByLabel('Canvas', { exact: true }).boundingBox()
  if (box && cb)
    await page
      .getByTestId('palette-wait')
      .dragTo(page.getByLabel('Canvas', { exact: true }), {
        targetPosition: { x: box.x - cb.x + box.width / 2 + 20, y: box.y - cb.y + box.height / 2 },
      })
  await page.locator('[data-node-type="wait"]').waitFor()
  await shot('wait-split')
  await page.getByRole('button', { name: /problem/ }).click()
  await shot('problems')
  await page.locator('#problems li button').first().click()
  await shot('problem-focus')
  await page.getByTestId('palette-http-request').click()
  await shot('http')
  if (await page.getByTestId('palette-update-field').count()) {
    await page.getByTestId('palette-update-field').click()
    await shot('update-field')
  }
  await page.keyboard.press('Escape')
  console.log('save', await page.getByTestId('save-state').innerText())
} catch (e) {
  console.log(String(e).slice(0, 1500))
  await shot('ERROR')
}
await context.close()
await browser.close()
