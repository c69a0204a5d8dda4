import { type JsonObject, resolveText, rootsIn, type WorkflowNode } from '@hubflow/core'
import { catalog, nodeTypes, type OutboundClient, type StepServices } from '@hubflow/nodes'
import { newId } from '../new-id.ts'
import type { LocalEffects } from '../walk/effects.ts'
import { idempotencyKeyOf } from '../walk/idempotency-key.ts'
import { type RunState, timeOf } from '../walk/run-state.ts'
import { scopeFor } from '../walk/step.ts'
import type { WalkHost } from '../walk/walk-host.ts'
import { findEmailTemplate } from './email-templates.ts'
import { readRecord, readWithRelations, tryUpdate, updateRecord } from './hub-records.ts'
import { askAsBoth, type Owner, type OwnerGate } from './owner.ts'
import { asIfChanged, pretendedIn } from './pretended.ts'
import { findRecipients } from './recipients.ts'

const schemas = new Map(catalog().map((entry) => [entry.type, entry.configSchema]))

/** The surroundings of one transaction's walks: reads as the owner through `ask`, and gathers local effects in memory. */
export function createWalkHost({
  ask,
  http,
  now,
  secretOf = noSecrets,
}: {
  ask: OwnerGate
  http: OutboundClient
  now: () => Date
  /** A stored secret's value for a workflow of this owner; absent where nothing is sent. */
  secretOf?: (owner: Owner, id: string) => Promise<string>
}): WalkHost {
  const remembered = new Map<string, Promise<unknown>>()
  /** The same question of many runs in one batch is one statement. */
  function once<Answer>(question: unknown[], answer: () => Promise<Answer>): Promise<Answer> {
    const key = JSON.stringify(question)
    const known = (remembered.get(key) as Promise<Answer> | undefined) ?? answer()
    remembered.set(key, known)
    return known
  }

  async function readSubject(run: RunState): Promise<JsonObject | null> {
    const { subject } = run
    if (!subject) return null
    const record = await once(['subject', ...readersOf(run), subject], () =>
      readWithRelations(gateFor(run), ownerOf(run), subject.table, subject.id),
    )
    return record && asIfChanged(record, subject.table, pretendedIn(run))
  }

  function services(run: RunState, node: WorkflowNode, effects: LocalEffects): StepServices {
    const owner = ownerOf(run)
    const gate = gateFor(run)
    const readers = readersOf(run)
    const given: StepServices = {
      run: {
        id: run.id,
        workflowId: run.workflowId,
        workflowName: run.workflowName,
        ownerId: run.ownerId,
        subjectId: run.subject?.id ?? null,
      },
      nodeId: node.id,
      idempotencyKey: run.steps.get(node.id)?.idempotencyKey ?? idempotencyKeyOf(run, node),
      now: timeOf(run, now()),
      timeZone: run.timeZone,
      ...businessHoursOf(run),
      http,
      readSecret: (id) => secretOf(owner, id),
      async render(template, escaping) {
        return resolveText(template, await scopeFor(rootsIn(template), run, host), escaping, { timeZone: run.timeZone })
      },
      findRecipients: (to) => once(['recipients', ...readers, to], () => findRecipients(gate, owner, to)),
      findEmailTemplate: (id) => once(['template', ...readers, id], () => findEmailTemplate(gate, owner, id)),
      async readRecord(table, id) {
        const record = await readRecord(gate, owner, table, id)
        return record && asIfChanged(record, table, pretendedIn(run))
      },
      tryUpdate: (change) => tryUpdate(gate, owner, change),
      async updateRecord(change) {
        const written = await updateRecord(ask, owner, change)
        // What was read before this change may hold the old value.
        if (written) remembered.clear()
        return written
      },
      queueEmail({ to, ...message }) {
        const id = newId()
        const recipient = { recipientId: to.userId, toAddress: to.email, toName: to.name }
        effects.emails.push({ id, nodeId: node.id, ...recipient, ...message })
        return id
      },
      createNotification(notification) {
        const id = newId()
        effects.notifications.push({ id, nodeId: node.id, ...notification })
        return id
      },
    }
    return run.isTest ? { ...given, ...WITHOUT_EFFECTS } : given
  }

  /** A test shows nothing that its tester may not see, and nothing that the real run could not. */
  function gateFor(run: RunState): OwnerGate {
    const [, testerId] = readersOf(run)
    return testerId === undefined ? ask : askAsBoth(ask, testerId)
  }

  const host: WalkHost = {
    nodeTypes,
    configSchemaOf: (type) => schemas.get(type) ?? {},
    now,
    services,
    readSubject,
  }
  return host
}

function noSecrets(): Promise<string> {
  return Promise.reject(new Error('secrets are read only while a request is sent'))
}

function businessHoursOf({ definition }: RunState): Pick<StepServices, 'businessHours'> {
  const { businessHours } = definition.settings ?? {}
  return businessHours ? { businessHours } : {}
}

/** Should a node's preview do anything after all, its step fails instead. */
const WITHOUT_EFFECTS: Pick<StepServices, 'updateRecord' | 'queueEmail' | 'createNotification' | 'http'> = {
  updateRecord: refuse,
  queueEmail: refuse,
  createNotification: refuse,
  http: { send: refuse },
}

function refuse(): never {
  throw new Error('a test run does nothing')
}

/** Whose rights bound what a run reads: its workflow's owner's, and a tester's where that is somebody else. */
function readersOf({ ownerId, test }: RunState): [ownerId: string, testerId?: string] {
  return test?.testerId === undefined || test.testerId === ownerId ? [ownerId] : [ownerId, test.testerId]
}

function ownerOf(run: RunState): Owner {
  const own = { workflowId: run.workflowId, name: run.workflowName }
  return { id: run.ownerId, chainDepth: run.chainDepth, chain: [...run.chain, own] }
}
