import type { Definition, Json, JsonObject, WorkflowNode } from '@hubflow/core'
import { type Action, defineAction, type NodeType, StepFailure, type StepServices } from '@hubflow/nodes'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { advance } from './advance.ts'
import type { LocalEffects } from './effects.ts'
import type { RunState } from './run-state.ts'
import { scopeFor } from './step.ts'
import type { WalkHost } from './walk-host.ts'

const NOW = new Date('2026-03-01T08:00:00.000Z')

async function fail(): Promise<never> {
  throw new StepFailure('value-missing', 'There is nothing to compare. Fill it in.')
}

function action(type: string, run: Action['run'], more: Partial<Action> = {}): NodeType {
  return defineAction({
    type,
    title: type,
    summary: '',
    group: '',
    icon: '',
    sentence: '',
    effect: 'local',
    config: z.record(z.string(), z.json()),
    initialConfig: {},
    example: {},
    output: z.json(),
    run,
    preview: async () => ({ sentence: `Would ${type}.`, detail: null, output: { would: type } }),
    ...more,
  })
}

const nodeTypes = new Map<string, NodeType>(
  [
    action('say', async (config) => ({ status: 'completed', output: config })),
    action('mail', async (_, services) => {
      const to = { userId: null, email: 'ann@hub.test', name: null }
      services.queueEmail({
        to,
        subject: 'Hello',
        bodyHtml: '<p>Hello</p>',
        bodyText: null,
        templateId: null,
        isMarketing: false,
      })
      return { status: 'completed', output: null }
    }),
    action('mail-then-fail', async (_, services) => {
      const to = { userId: null, email: 'ann@hub.test', name: null }
      services.queueEmail({ to, subject: 'Never', bodyHtml: '', bodyText: null, templateId: null, isMarketing: false })
      throw new StepFailure('no-recipient', 'Nobody is there. Choose someone.')
    }),
    action(
      'pause',
      async () => ({
        status: 'waiting',
        output: { until: 'later' },
        resumeAt: new Date('2026-03-02T08:00:00Z'),
      }),
      {
        preview: async () => ({
          sentence: 'Would wait.',
          detail: null,
          output: { until: 'later' },
          resumeAt: new Date('2026-03-02T08:00:00Z'),
        }),
      },
    ),
    action('ask', async () => ({ status: 'completed', output: { ok: true } }), {
      effect: 'remote',
      preview: async () => ({ sentence: 'Would ask.', detail: null, output: { ok: 'made up' }, isSample: true }),
    }),
    action('strict', async () => ({ status: 'completed', output: null }), {
      config: z.strictObject({ amount: z.number({ error: 'Write a number.' }).meta({ title: 'Amount' }) }),
    }),
    action('fork', async () => ({ status: 'completed', output: null, branch: 'no' }), {
      branches: ['yes', 'no'],
      preview: async () => ({ sentence: 'Would go “no”.', detail: null, output: null, branch: 'no' }),
    }),
    action('broken-fork', fail, { branches: ['yes', 'no'] }),
    action('broken-split', fail, { branchesFrom: 'shares' }),
    action('bug', async () => {
      throw new TypeError('x is not a function')
    }),
  ].map((type) => [type.type, type]),
)

const host: WalkHost = {
  nodeTypes,
  configSchemaOf: (type) => {
    const known = nodeTypes.get(type)
    return known ? { ...z.toJSONSchema(known.config, { io: 'input' }), ...(type === 'say' && { template: true }) } : {}
  },
  now: () => NOW,
  services: (run, node, effects) => services(run, node, effects),
  readSubject: async () => ({ first_name: 'Ada' }),
}

/** Only what these actions use; anything else would be a bug of theirs. */
function services(run: RunState, node: WorkflowNode, effects: LocalEffects): StepServices {
  return {
    run: { id: run.id, workflowId: run.workflowId, workflowName: run.workflowName, ownerId: run.ownerId },
    nodeId: node.id,
    idempotencyKey: '',
    now: NOW,
    timeZone: 'UTC',
    render: async (text) => text,
    findRecipients: async () => [],
    findEmailTemplate: async () => null,
    queueEmail({ to, ...message }) {
      const address = { recipientId: null, toAddress: to.email, toName: null }
      effects.emails.push({
        id: `mail-${effects.emails.length}`,
        nodeId: node.id,
        ...address,
        ...message,
      })
      return 'mail'
    },
    createNotification: () => 'notification',
    readRecord: async () => null,
    updateRecord: async () => false,
    tryUpdate: async () => null,
    http: {
      send: async () => {
        throw new Error('nothing is sent while a run is walked')
      },
    },
    readSecret: async () => {
      throw new Error('nothing is sent while a run is walked')
    },
  }
}

/** A trigger, then the given nodes in a row. */
function row(...nodes: (Partial<WorkflowNode> & { type: string })[]): Definition {
  const all = [{ type: 'manual' }, ...nodes].map((node, index) => ({
    id: `n${index}`,
    name: `Node ${index}`,
    config: {},
    position: { x: 0, y: 0 },
    ...node,
  }))
  const edges = all
    .slice(1)
    .map((_, index) => ({ id: `e${index}`, source: `n${index}`, target: `n${index + 1}`, branch: 'next' }))
  return { schemaVersion: 1, nodes: all, edges }
}

function begin(definition: Definition, more: Partial<RunState> = {}): RunState {
  return {
    id: '01890000-0000-7000-8000-000000000001',
    workflowId: '01890000-0000-7000-8000-000000000002',
    workflowName: 'Welcome',
    ownerId: '01890000-0000-7000-8000-000000000003',
    definition,
    timeZone: 'UTC',
    status: 'pending',
    isTest: false,
    attempt: 1,
    crashes: 0,
    trigger: { body: { name: 'Ada' } } satisfies JsonObject,
    subject: null,
    nextNodeId: null,
    startedAt: null,
    activeMs: 0,
    priority: 50,
    chainDepth: 0,
    chain: [],
    test: null,
    steps: new Map(),
    ...more,
  }
}

function statuses(run: RunState): Json {
  return Object.fromEntries([...run.steps].map(([id, step]) => [id, step.status]))
}

describe('a walk in memory', () => {
  test('goes through local steps in a row to the end, and gathers their effects', async () => {
    const walked = await advance(begin(row({ type: 'say' }, { type: 'mail' }, { type: 'mail' })), host)
    expect(walked.halt).toEqual({ status: 'completed' })
    expect(statuses(walked.run)).toEqual({ n1: 'completed', n2: 'completed', n3: 'completed' })
    expect(walked.effects.emails.map((email) => email.nodeId)).toEqual(['n2', 'n3'])
    expect([...walked.steps.values()].map((step) => step.position)).toEqual([0, 1, 2])
  })

  test('completes at once when nothing follows the trigger', async () => {
    expect((await advance(begin(row()), host)).halt).toEqual({ status: 'completed' })
  })

  test('a failing step ends the run, with its name and cause, and none of its effects', async () => {
    const walked = await advance(
      begin(row({ type: 'mail' }, { type: 'mail-then-fail', name: 'Tell them' }, { type: 'mail' })),
      host,
    )
    expect(walked.halt).toEqual({
      status: 'failed',
      nodeId: 'n2',
      nodeName: 'Tell them',
      error: { code: 'no-recipient', message: 'Nobody is there. Choose someone.' },
    })
    expect(walked.effects.emails.map((email) => email.nodeId)).toEqual(['n1'])
    expect(statuses(walked.run)).toEqual({ n1: 'completed', n2: 'failed' })
  })

  test('goes on after a failing step that says so', async () => {
    const walked = await advance(begin(row({ type: 'mail-then-fail', onError: 'continue' }, { type: 'mail' })), host)
    expect(walked.halt).toEqual({ status: 'completed' })
    expect(statuses(walked.run)).toEqual({ n1: 'failed', n2: 'completed' })
  })

  test('goes on after a failing choice by the last of its ways', async () => {
    const definition = row({ type: 'broken-fork', onError: 'continue' }, { type: 'say' }, { type: 'mail' })
    definition.edges = [
      { id: 'a', source: 'n0', target: 'n1', branch: 'next' },
      { id: 'b', source: 'n1', target: 'n2', branch: 'yes' },
      { id: 'c', source: 'n1', target: 'n3', branch: 'no' },
    ]
    const walked = await advance(begin(definition), host)
    expect(statuses(walked.run)).toEqual({ n1: 'failed', n3: 'completed' })
    expect(walked.steps.get('n1')).toMatchObject({ branch: 'no' })

    const [, fork] = definition.nodes
    const shares = ['A', 'B', 'C'].map((branch) => ({ branch, percent: 0 }))
    const nodes = definition.nodes.with(1, { ...fork, type: 'broken-split', config: { shares } } as WorkflowNode)
    const edges = definition.edges.map((edge) => (edge.id === 'c' ? { ...edge, branch: 'C' } : edge))
    const split = await advance(begin({ ...definition, nodes, edges }), host)
    expect(statuses(split.run)).toEqual({ n1: 'failed', n3: 'completed' })
  })

  test('skips a disabled step', async () => {
    const walked = await advance(begin(row({ type: 'bug', disabled: true }, { type: 'say' })), host)
    expect(walked.halt).toEqual({ status: 'completed' })
    expect(statuses(walked.run)).toEqual({ n1: 'skipped', n2: 'completed' })
  })

  test('follows the branch that the outcome names', async () => {
    const definition = row({ type: 'fork' }, { type: 'say' }, { type: 'mail' })
    definition.edges = [
      { id: 'a', source: 'n0', target: 'n1', branch: 'next' },
      { id: 'b', source: 'n1', target: 'n2', branch: 'yes' },
      { id: 'c', source: 'n1', target: 'n3', branch: 'no' },
    ]
    const walked = await advance(begin(definition), host)
    expect(statuses(walked.run)).toEqual({ n1: 'completed', n3: 'completed' })
  })

  test('parks at a wait, and completes it when it is woken', async () => {
    const run = begin(row({ type: 'pause' }, { type: 'say' }))
    const parked = await advance(run, host)
    expect(parked.halt).toEqual({ status: 'waiting', nodeId: 'n1', resumeAt: new Date('2026-03-02T08:00:00Z') })
    expect(statuses(run)).toEqual({ n1: 'waiting' })

    const woken = await advance({ ...run, nextNodeId: 'n1' }, host)
    expect(woken.halt).toEqual({ status: 'completed' })
    expect(run.steps.get('n1')).toMatchObject({ status: 'completed', output: { until: 'later' }, resumeAt: null })
    expect(statuses(run)).toEqual({ n1: 'completed', n2: 'completed' })
  })

  test('stops before a remote step with its request on record, and goes on with its answer', async () => {
    const run = begin(row({ type: 'say' }, { type: 'ask', config: { url: 'https://example.com' } }, { type: 'mail' }))
    const stopped = await advance(run, host)
    expect(stopped.halt).toEqual({ status: 'running', nodeId: 'n2', go: 'send' })
    expect(run.steps.get('n2')).toMatchObject({
      status: 'running',
      attempt: 1,
      input: { url: 'https://example.com' },
      idempotencyKey: '01890000-0000-7000-8000-000000000001.n2',
    })
    const arrival = {
      nodeId: 'n2',
      outcome: { status: 'completed' as const, branch: 'next', output: { ok: true }, effects: [] },
      effects: { emails: [], notifications: [] },
    }
    const done = await advance({ ...run, nextNodeId: 'n2' }, host, { arrival })
    expect(done.halt).toEqual({ status: 'completed' })
    expect(statuses(run)).toEqual({ n1: 'completed', n2: 'completed', n3: 'completed' })
  })

  test('a remote step that may succeed later waits, and is sent again as it was stored', async () => {
    const run = begin(row({ type: 'ask', config: { url: 'https://example.com' } }))
    await advance(run, host)
    const error = { code: 'request-failed' as const, message: 'The other system did not answer.' }
    const arrival = {
      nodeId: 'n1',
      outcome: { status: 'retrying' as const, delayMs: 2000, error },
      effects: { emails: [], notifications: [] },
    }
    const parked = await advance({ ...run, nextNodeId: 'n1' }, host, { arrival })
    expect(parked.halt).toEqual({ status: 'waiting', nodeId: 'n1', resumeAt: new Date('2026-03-01T08:00:02.000Z') })
    expect(run.steps.get('n1')).toMatchObject({ status: 'waiting', error, attempt: 1 })

    run.definition = row({ type: 'ask', config: { url: 'https://changed.example.com' } })
    const again = await advance({ ...run, nextNodeId: 'n1' }, host)
    expect(again.halt).toEqual({ status: 'running', nodeId: 'n1', go: 'send' })
    expect(run.steps.get('n1')).toMatchObject({ status: 'running', attempt: 2, input: { url: 'https://example.com' } })
  })

  test('says in words what a setting lacks', async () => {
    const walked = await advance(begin(row({ type: 'strict', config: {} })), host)
    expect(walked.halt).toMatchObject({ error: { code: 'config-invalid', message: 'Amount: Write a number.' } })
  })

  test('an unknown action and a bug of an action fail the step, never the worker', async () => {
    expect((await advance(begin(row({ type: 'gone' })), host)).halt).toMatchObject({
      error: { code: 'node-type-unknown' },
    })
    expect((await advance(begin(row({ type: 'bug' })), host)).halt).toMatchObject({
      error: { code: 'unexpected', message: expect.stringContaining('x is not a function') },
    })
  })

  describe('of a test run', () => {
    test('says what each step would do, does none of it, and jumps waits', async () => {
      const run = begin(row({ type: 'mail' }, { type: 'pause' }, { type: 'ask' }, { type: 'say' }), { isTest: true })
      const walked = await advance(run, host)
      expect(walked.halt).toEqual({ status: 'completed' })
      expect(walked.effects).toEqual({ emails: [], notifications: [] })
      expect([...run.steps.values()]).toMatchObject([
        { status: 'completed', output: { would: 'mail' }, effects: [{ kind: 'preview', sentence: 'Would mail.' }] },
        { status: 'completed', output: { until: 'later' }, resumeAt: new Date('2026-03-02T08:00:00Z') },
        { status: 'completed', output: { ok: 'made up' }, effects: [{ kind: 'preview', outputFrom: 'sample' }] },
        { status: 'completed', resumeAt: null },
      ])
    })

    test('is at the end of the wait that it jumped', async () => {
      const run = begin(row({ type: 'pause' }), { isTest: true })
      expect((await scopeFor(new Set(), run, host)).now).toBe('2026-03-01T08:00:00.000Z')
      await advance(run, host)
      expect((await scopeFor(new Set(), run, host)).now).toBe('2026-03-02T08:00:00.000Z')
    })

    test('goes the way that it would go', async () => {
      const definition = row({ type: 'fork' }, { type: 'say' }, { type: 'mail' })
      definition.edges = [
        { id: 'a', source: 'n0', target: 'n1', branch: 'next' },
        { id: 'b', source: 'n1', target: 'n2', branch: 'yes' },
        { id: 'c', source: 'n1', target: 'n3', branch: 'no' },
      ]
      const run = begin(definition, { isTest: true })
      await advance(run, host)
      expect(statuses(run)).toEqual({ n1: 'completed', n3: 'completed' })
    })

    test('walks one step, or from a step on, with the outputs of an earlier run', async () => {
      const definition = row({ type: 'ask' }, { type: 'ask' }, { type: 'mail' })
      const outputs = { n1: { ok: 'once' }, n2: { ok: 'really' } }
      const one = begin(definition, { isTest: true, nextNodeId: 'n2', test: { scope: 'step', nodeId: 'n2', outputs } })
      expect((await advance(one, host)).halt).toEqual({ status: 'completed' })
      expect([...one.steps.values()]).toMatchObject([
        { nodeId: 'n2', output: { ok: 'really' }, effects: [{ kind: 'preview', outputFrom: 'earlier-run' }] },
      ])
      const rest = begin(definition, {
        isTest: true,
        nextNodeId: 'n2',
        test: { scope: 'from-here', nodeId: 'n2', outputs },
      })
      await advance(rest, host)
      expect(statuses(rest)).toEqual({ n2: 'completed', n3: 'completed' })
      expect((await scopeFor(new Set(), rest, host)).steps).toMatchObject({ n1: { ok: 'once' }, n3: { would: 'mail' } })
    })

    test('a step with a problem fails with it, and one that is not come to does not matter', async () => {
      const error = { code: 'config-invalid' as const, message: 'Write a subject.' }
      const definition = row({ type: 'say' }, { type: 'mail', name: 'Tell them' }, { type: 'mail' })
      const run = begin(definition, { isTest: true, test: { scope: 'all', problems: { n2: error, n3: error } } })
      expect((await advance(run, host)).halt).toEqual({
        status: 'failed',
        nodeId: 'n2',
        nodeName: 'Tell them',
        error,
      })
      expect(statuses(run)).toEqual({ n1: 'completed', n2: 'failed' })
    })

    test('a setting that is not right fails the step', async () => {
      const run = begin(row({ type: 'strict', config: {} }), { isTest: true })
      expect((await advance(run, host)).halt).toMatchObject({ error: { code: 'config-invalid' } })
    })
  })

  test('walked in pieces or at once, a run comes to the same', async () => {
    const types = ['say', 'mail', 'mail-then-fail', 'pause', 'fork', 'bug'] as const
    const node = fc.record({
      type: fc.constantFrom(...types),
      disabled: fc.boolean(),
      onError: fc.constantFrom('stop' as const, 'continue' as const),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(node, { maxLength: 8 }), fc.integer({ min: 1, max: 3 }), async (nodes, maxSteps) => {
        const whole = await walkToEnd(begin(row(...nodes)), {})
        const pieces = await walkToEnd(begin(row(...nodes)), { maxSteps })
        expect(pieces).toEqual(whole)
      }),
    )
  })
})

async function walkToEnd(run: RunState, options: { maxSteps?: number }): Promise<Json> {
  const emails: string[] = []
  let next = run
  for (let turn = 0; turn < 50; turn++) {
    const { halt, effects } = await advance(next, host, options)
    emails.push(...effects.emails.map((email) => email.nodeId))
    if (halt.status === 'completed' || halt.status === 'failed')
      return { end: halt.status, emails, steps: statuses(run) }
    next = { ...next, nextNodeId: halt.nodeId }
  }
  throw new Error('the run came to no end')
}
