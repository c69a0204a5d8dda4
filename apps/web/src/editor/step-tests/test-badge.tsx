import { IconAlertTriangle, IconFlask, IconFlaskOff } from '@tabler/icons-react'
import classes from './test-panel.module.css'
import type { StepTest } from './test-store.ts'

export const TEST_LOOKS = {
  passed: { word: 'Tested', Icon: IconFlask },
  failed: { word: 'Test failed', Icon: IconAlertTriangle },
  stale: { word: 'Test is old', Icon: IconFlaskOff },
}

/** How a step was last tested: icon, word, and why on hover. */
export function TestBadge({ test }: { test: StepTest }) {
  const { word, Icon } = TEST_LOOKS[test.state]
  return (
    <span className={classes.badge} data-test={test.state} title={test.reason ?? undefined}>
      <Icon size={13} aria-hidden /> {word}
    </span>
  )
}
