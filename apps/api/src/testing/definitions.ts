import type { Definition } from '@hubflow/core'

const position = { x: 0, y: 0 }

/** Definitions without problems, one per trigger type, each with one notification. */
export function notifying(trigger: { type: string; config: Definition['nodes'][number]['config'] }): Definition {
  return {
    schemaVersion: 1,
    nodes: [
      { id: 'n1', name: 'Start', position, ...trigger },
      {
        id: 'n2',
        type: 'create-notification',
        name: 'Tell the trainers',
        config: { to: ['role:trainer'], title: 'It ran', message: 'It ran.' },
        position: { x: 0, y: 140 },
      },
    ],
    edges: [{ id: 'e1', source: 'n1', target: 'n2', branch: 'next' }],
  }
}

export const MANUAL = notifying({ type: 'manual', config: {} })
export const WEBHOOK = notifying({ type: 'webhook', config: {} })
export const POLICY_CREATED = notifying({ type: 'event', config: { eventType: 'policy.created' } })
