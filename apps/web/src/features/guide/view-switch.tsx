import { SegmentedControl, Tooltip, VisuallyHidden } from '@mantine/core'
import { IconListNumbers, IconSitemap } from '@tabler/icons-react'
import type { GuideStep } from '../../editor/editor-search.ts'

interface ViewSwitchProps {
  guide: GuideStep | undefined
  onGuide(step: GuideStep | undefined): void
}

/** The same draft on the canvas or step by step. */
export function ViewSwitch({ guide, onGuide }: ViewSwitchProps) {
  return (
    <Tooltip label={guide ? 'Show the canvas' : 'Go step by step'}>
      <SegmentedControl
        size="xs"
        aria-label="Canvas or step by step"
        style={{ flex: 'none' }}
        value={guide ? 'guide' : 'canvas'}
        onChange={(value) => onGuide(value === 'guide' ? 'trigger' : undefined)}
        data={[
          { value: 'canvas', label: <Look Icon={IconSitemap} words="On the canvas" /> },
          { value: 'guide', label: <Look Icon={IconListNumbers} words="Step by step" /> },
        ]}
      />
    </Tooltip>
  )
}

function Look({ Icon, words }: { Icon: typeof IconSitemap; words: string }) {
  return (
    <>
      <Icon size={17} aria-hidden style={{ display: 'block' }} />
      <VisuallyHidden>{words}</VisuallyHidden>
    </>
  )
}
