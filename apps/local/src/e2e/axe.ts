import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** What the colours of a page can break; all else is the same in light and dark. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block']

/** What axe holds against the page, each with the first place of it; of all its rules, or of some. */
export async function violations(page: Page, rules?: string[]): Promise<string[]> {
  // The policy of the page lets no script in but its own; the test's goes in beside it.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
  return page.evaluate(async (rules) => {
    const { axe: onPage } = globalThis as unknown as { axe: typeof axe }
    const { violations } = await onPage.run(rules ? { runOnly: rules } : {})
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`)
  }, rules)
}

/** What axe holds against the page in light, then against its colours in dark. The page stays as it is, and is light again. */
export async function violationsInBoth(page: Page): Promise<string[]> {
  const inLight = await violations(page)
  await switchTo(page, 'dark')
  const inDark = await violations(page, OF_COLOURS)
  await switchTo(page, 'light')
  return [...inLight, ...inDark.map((each) => `in dark, ${each}`)]
}

async function switchTo(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: 'attached' })
  // A colour on its way from one to the other is neither's.
  await page.evaluate(`Promise.allSettled(
    document.getAnimations().filter((each) => each instanceof CSSTransition).map((each) => each.finished),
  ).then(() => {})`)
}
