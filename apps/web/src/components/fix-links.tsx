import type { Fix } from '@hubflow/api/client'
import { ButtonLink } from './links.tsx'

interface FixLinksProps {
  fixes: readonly Fix[]
  /** Where the failed step stands. */
  workflowId: string
  nodeId: string | null
}

/** The ways to the controls that mend a failure; the nearest one stands out. */
export function FixLinks({ fixes, workflowId, nodeId }: FixLinksProps) {
  return fixes.map((fix, index) => {
    const look = { size: 'xs', ...(index > 0 ? { variant: 'default' } : {}) } as const
    switch (fix.place) {
      case 'secret':
        return (
          <ButtonLink key={fix.label} to="/settings" search={{ section: 'secrets', secret: fix.id ?? '' }} {...look}>
            {fix.label}
          </ButtonLink>
        )
      case 'record':
        return (
          <ButtonLink
            key={fix.label}
            to="/records/$table"
            params={{ table: fix.table ?? '' }}
            search={{ record: fix.id ?? '' }}
            {...look}
          >
            {fix.label}
          </ButtonLink>
        )
      default: {
        const node = fix.place === 'step' && nodeId !== null ? { node: nodeId } : {}
        return (
          <ButtonLink
            key={fix.label}
            to="/workflows/$workflowId"
            params={{ workflowId }}
            search={{ ...node, ...(fix.field === undefined ? {} : { field: fix.field }) }}
            {...look}
          >
            {fix.label}
          </ButtonLink>
        )
      }
    }
  })
}
