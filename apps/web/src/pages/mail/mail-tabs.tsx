import { Link } from '@tanstack/react-router'
import classes from './mail-tabs.module.css'

const TABS = [
  { at: 'queue', to: '/mail', label: 'Queue' },
  { at: 'templates', to: '/mail/templates', label: 'Templates' },
] as const

/** The places that belong to mail: pages of their own, so links, which look as tabs do elsewhere. */
export function MailTabs({ at }: { at: (typeof TABS)[number]['at'] }) {
  return (
    <nav aria-label="Mail" className={classes.tabs}>
      {TABS.map(({ at: place, to, label }) => (
        <Link key={place} to={to} className={classes.tab} aria-current={place === at ? 'page' : undefined}>
          {label}
        </Link>
      ))}
    </nav>
  )
}
