import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** What axe holds against the page, each with the first place of it. */
export async function violations(page: Page): Promise<string[]> {
  // The policy of the page lets no script in but its own; the test's goes in beside it.
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { axe: onPage } = globalThis as unknown as { axe: typeof axe }
    const { violations } = await onPage.run()
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`)
  })
}
