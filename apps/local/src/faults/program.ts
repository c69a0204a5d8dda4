import type { Definition, Json } from '@hubflow/core'
import fc from 'fast-check'

/**
 * A random program and what it must do, told apart from the worker's own code: the model of the random programs. Its
 * lines lead forward only, so that each is a definition without a circle; paths part and merge as they like.
 */
export interface Program {
  boxes: Box[]
}

interface Box {
  kind: 'tell' | 'mail' | 'off' | 'fail' | 'pass-over' | 'branch' | 'wait' | 'ask' | 'refused' | 'refused-pass-over'
  /** How many boxes further the line leads, and that of `no`; beyond the last one there is none. */
  next: number
  otherwise: number
  /** `branch`: whether `n` reaches it; `wait`: for how many hours and seven minutes. */
  size: number
}

const box: fc.Arbitrary<Box> = fc.record({
  kind: fc.constantFrom(
    'tell',
    'tell',
    'mail',
    'off',
    'fail',
    'pass-over',
    'branch',
    'branch',
    'wait',
    'ask',
    'refused',
    'refused-pass-over',
  ),
  next: fc.constantFrom(1, 1, 1, 2, 3, 9),
  otherwise: fc.constantFrom(1, 2, 3, 9),
  size: fc.nat(9),
})

export const program: fc.Arbitrary<Program> = fc.array(box, { minLength: 1, maxLength: 8 }).map((boxes) => ({ boxes }))

/** Where a walk halts: at its end, or at a wait with how long it takes and the box that follows. */
export interface Walk {
  /** `node status`, in the order walked. */
  trail: string[]
  end: 'completed' | 'failed' | 'waiting'
  waitMs: number
  next: number | null
}

const HOUR_MS = 3_600_000

/** What a run with this `n` must do from a box on. */
export function walk({ boxes }: Program, n: number, from: number | null): Walk {
  const trail: string[] = []
  let at = from
  while (at !== null) {
    const box = boxes[at]
    if (!box) break
    const id = idOf(at)
    const next: number | null = lineFrom(boxes, at, box.kind === 'branch' && n < box.size ? box.otherwise : box.next)
    if (box.kind === 'wait') {
      trail.push(`${id} waiting`)
      return { trail, end: 'waiting', waitMs: box.size * HOUR_MS + 7 * 60_000, next }
    }
    if (box.kind === 'fail' || box.kind === 'refused') {
      trail.push(`${id} failed`)
      return { trail, end: 'failed', waitMs: 0, next: null }
    }
    trail.push(`${id} ${box.kind === 'off' ? 'skipped' : box.kind.endsWith('pass-over') ? 'failed' : 'completed'}`)
    at = next
  }
  return { trail, end: 'completed', waitMs: 0, next: null }
}

/** What the steps of a trail must have left: notifications, mails and requests, by the ids of their nodes. */
export function effectsOf({ boxes }: Program, trail: string[]) {
  const done = (...kinds: Box['kind'][]) =>
    trail.flatMap((entry) => {
      const [id = '', status] = entry.split(' ')
      const box = boxes[Number(id.slice(1))]
      return box && kinds.includes(box.kind) && (status === 'completed' || status === 'failed') ? [id] : []
    })
  return { told: done('tell'), mailed: done('mail'), asked: done('ask', 'refused', 'refused-pass-over') }
}

/** The workflow JSON of a program: what no line leads to is left out. */
export function definitionOf({ boxes }: Program, httpUrl: string): Definition {
  const position = { x: 0, y: 0 }
  const reached = reachedIn(boxes)
  const nodes: Definition['nodes'] = [{ id: 'start', type: 'webhook', name: 'Start', config: {}, position }]
  const edges: Definition['edges'] = [{ id: 'e', source: 'start', target: idOf(0), branch: 'next' }]
  for (const at of reached) {
    const box = boxes[at]
    if (!box) continue
    const { type, config } = nodeOf(box, idOf(at), httpUrl)
    nodes.push({
      id: idOf(at),
      type,
      name: idOf(at),
      config,
      position,
      ...(box.kind.endsWith('pass-over') && { onError: 'continue' as const }),
      ...(box.kind === 'off' && { disabled: true }),
    })
    const branches = box.kind === 'branch' ? { yes: box.next, no: box.otherwise } : { next: box.next }
    for (const [branch, length] of Object.entries(branches)) {
      const target = lineFrom(boxes, at, length)
      if (target !== null) edges.push({ id: `e${at}${branch}`, source: idOf(at), target: idOf(target), branch })
    }
  }
  return { schemaVersion: 1, nodes, edges }
}

function nodeOf(box: Box, id: string, httpUrl: string): { type: string; config: Record<string, Json> } {
  const request = (path: string) => ({
    type: 'http-request',
    config: { method: 'POST', url: httpUrl + path, retries: 0 },
  })
  const tell = (title: string) => ({
    type: 'create-notification',
    config: { to: ['owner'], title, message: 'It came by.' },
  })
  switch (box.kind) {
    case 'tell':
    case 'off':
      return tell(id)
    case 'fail':
    case 'pass-over':
      return tell('{{trigger.body.nobody_sends_this}}')
    case 'mail':
      return { type: 'send-email', config: { to: ['ada@example.com'], subject: id, body: '<p>Hello</p>' } }
    case 'branch': {
      const rule = { field: 'trigger.body.n', operator: 'at_least', value: box.size }
      return { type: 'condition', config: { rules: { combinator: 'and', rules: [rule] } } }
    }
    case 'wait':
      return { type: 'wait', config: { kind: 'duration', amount: box.size * 60 + 7, unit: 'minutes' } }
    case 'ask':
      return request('/status/200')
    default:
      return request('/status/404')
  }
}

function reachedIn(boxes: Box[]): number[] {
  const reached = new Set([0])
  for (const at of [...boxes.keys()]) {
    const box = boxes[at]
    if (!box || !reached.has(at)) continue
    for (const length of box.kind === 'branch' ? [box.next, box.otherwise] : [box.next]) {
      const target = lineFrom(boxes, at, length)
      if (target !== null) reached.add(target)
    }
  }
  return [...reached].sort((a, b) => a - b)
}

function lineFrom(boxes: Box[], at: number, length: number): number | null {
  return at + length < boxes.length ? at + length : null
}

function idOf(at: number): string {
  return `n${at}`
}
