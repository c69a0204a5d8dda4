import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser, signIn } from './browser.ts'
import { removeDataDir, type TestHub, takeHub } from './hub.ts'

const PASSWORD = 'a good long password'

let hub: TestHub
let browser: Browser
let admin: Page
let invited: Page
beforeAll(async () => {
  hub = await takeHub()
  browser = await launchBrowser()
  admin = await newPage()
  invited = await newPage()
  await signIn(admin, hub.url, 'admin@hub.test')
})
afterAll(async () => {
  await browser.close()
  await hub.stop()
  removeDataDir(hub.dataDir)
})

/** In a browser of its own: nobody shares a session. */
async function newPage(): Promise<Page> {
  return (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage()
}

/** The newest link in the mails to an address, once it has come. */
async function linkMailedTo(address: string): Promise<string> {
  let link = ''
  await expect
    .poll(
      async () => {
        const mails = (await hub.caughtMail()).filter(({ to }) => JSON.stringify(to ?? '').includes(address))
        link = /href="([^"]+)"/.exec(mails.at(-1)?.html || '')?.[1] ?? ''
        return link
      },
      { timeout: 10_000 },
    )
    .not.toBe('')
  return link
}

test('an admin invites somebody, who chooses a password by the mailed link and is signed in', async () => {
  await admin.getByRole('link', { name: 'People' }).click()
  await admin.getByRole('button', { name: 'Add a person' }).click()
  await admin.getByRole('textbox', { name: 'Name' }).fill('Nora Quinn')
  await admin.getByRole('textbox', { name: 'Email' }).fill('nora@hub.test')
  await admin.getByRole('button', { name: 'Add and invite' }).click()
  const shown = await admin.getByLabel('Link to choose a password').inputValue()
  await admin.getByRole('button', { name: 'Done' }).click()
  await admin
    .getByRole('row', { name: /Nora Quinn/ })
    .getByText('Invited')
    .waitFor()

  const link = await linkMailedTo('nora@hub.test')
  expect(link).toBe(shown)
  await invited.goto(link)
  await invited.getByRole('heading', { name: 'Welcome, Nora Quinn' }).waitFor()
  await invited.getByLabel(/^New password(?! again)/).fill(PASSWORD)
  await invited.getByLabel(/^New password again/).fill(PASSWORD)
  await invited.getByRole('button', { name: 'Save and sign in' }).click()
  await invited.getByRole('heading', { name: 'Automation' }).waitFor()

  const late = await newPage()
  await late.goto(link)
  await late.getByText('works no more').waitFor()
  await late.close()
})

test('who changes their password stays signed in here and is signed out elsewhere', async () => {
  const elsewhere = await newPage()
  await signIn(elsewhere, hub.url, 'nora@hub.test', PASSWORD)
  await invited.getByRole('button', { name: 'Account of Nora Quinn' }).click()
  await invited.getByRole('menuitem', { name: 'My account' }).click()
  await invited.getByLabel(/^Present password/).fill('not this one')
  await invited.getByLabel(/^New password(?! again)/).fill(`${PASSWORD}!`)
  await invited.getByLabel(/^New password again/).fill(`${PASSWORD}!`)
  await invited.getByRole('button', { name: 'Change the password' }).click()
  await invited.getByRole('alert').waitFor()
  await invited.getByLabel(/^Present password/).fill(PASSWORD)
  await invited.getByRole('button', { name: 'Change the password' }).click()
  await invited.getByText('Your password is changed').waitFor()
  await elsewhere.getByRole('heading', { name: 'Sign in' }).waitFor()
  await invited.reload()
  await invited.getByRole('heading', { name: 'My account' }).waitFor()
  await elsewhere.context().close()
})

test('a session that is ended in one browser signs the other out at once', async () => {
  const other = await newPage()
  await signIn(other, hub.url, 'nora@hub.test', `${PASSWORD}!`)
  await invited.getByRole('tab', { name: 'Where you are signed in' }).click()
  await invited.getByText('This browser').waitFor()
  await invited.getByRole('button', { name: /^End the session of Chrom/ }).click()
  await other.getByRole('heading', { name: 'Sign in' }).waitFor()
  await invited.getByRole('button', { name: /^End the session of/ }).waitFor({ state: 'detached' })
  await invited.getByText('This browser').waitFor()
  await other.context().close()
})

test('an API key is shown once, works, and is refused when it is revoked', async () => {
  await invited.getByRole('tab', { name: 'API keys' }).click()
  await invited.getByRole('button', { name: 'Create a key' }).click()
  await invited.getByRole('textbox', { name: 'Name' }).fill('Reports')
  await invited.getByRole('button', { name: 'Create', exact: true }).click()
  const key = await invited.getByRole('textbox', { name: 'API key' }).inputValue()
  await invited.getByRole('button', { name: 'I have kept it' }).click()
  const ask = () => fetch(`${hub.url}/api/me`, { headers: { authorization: `Bearer ${key}` } })
  expect((await ask()).status).toBe(200)
  await invited.getByRole('button', { name: 'Revoke Reports' }).click()
  await invited.getByText('No API key').waitFor()
  expect((await ask()).status).toBe(401)
})

test('who is disabled is signed out at once, and their workflow is paused until somebody has it', async () => {
  const send = (method: string, path: string, data: object = {}) =>
    invited.request.fetch(`${hub.url}/api${path}`, { method, headers: { origin: hub.url }, data })
  const definition = {
    schemaVersion: 1,
    nodes: [
      { id: 'start', type: 'manual', name: 'Start', config: {}, position: { x: 0, y: 0 } },
      {
        id: 'tell',
        type: 'create-notification',
        name: 'Tell',
        config: { to: ['owner'], title: 'News', message: 'New.' },
        position: { x: 0, y: 140 },
      },
    ],
    edges: [{ id: 'e1', source: 'start', target: 'tell', branch: 'next' }],
  }
  const { id } = await (await send('POST', '/workflows', { name: 'Nora’s own', definition })).json()
  expect((await send('POST', `/workflows/${id}/publish`)).ok()).toBe(true)

  await admin.getByRole('link', { name: 'Nora Quinn' }).click()
  await admin.getByRole('button', { name: 'Disable…' }).click()
  const dialog = admin.getByRole('dialog')
  await dialog.getByText('Nora’s own (active)').waitFor()
  await dialog.getByText('what is active is paused').waitFor()
  await dialog.getByRole('button', { name: 'Disable' }).click()
  await invited.getByRole('heading', { name: 'Sign in' }).waitFor()
  await admin.getByRole('button', { name: 'Enable' }).waitFor()
  await admin
    .getByRole('row', { name: /Nora’s own/ })
    .getByText('Paused')
    .waitFor()
  await admin.getByRole('button', { name: 'Notifications, 1 unread' }).waitFor()

  await admin.getByRole('button', { name: 'Change the owner of Nora’s own' }).click()
  await admin.getByRole('combobox', { name: 'New owner' }).click()
  await admin.getByRole('option', { name: 'Ada Morgan' }).click()
  await admin.getByRole('button', { name: 'Change the owner', exact: true }).click()
  await admin.getByText('Nora Quinn owns no workflow.').waitFor()
})
