import Bowser from 'bowser'

const LONGEST = 60

/** A browser in words, `Firefox on Linux`; a program by what it calls itself. */
export function deviceOf(userAgent: string | null): string {
  if (!userAgent) return 'An unknown device'
  const { browser, os } = Bowser.parse(userAgent)
  return browser.name && os.name ? `${browser.name} on ${os.name}` : userAgent.slice(0, LONGEST)
}
