import { isTimeEventType } from '@hubflow/core'
import { asPerson, type ChainLink, type Transaction, tables } from '@hubflow/db'
import { and, eq, isNotNull, sql } from 'drizzle-orm'
import { readEventTypes } from '../catalog/event-types.ts'
import type { CloudEvent } from '../contract/event.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Services } from '../services.ts'

const { events } = tables

/** What the hub's own changes are known by. */
const OWN_SOURCE = 'hub'

/** Keeps an event of another system, from which runs follow; the same source and id again give the first one. */
export async function receiveEvent(
  services: Services,
  caller: Caller,
  event: CloudEvent,
): Promise<{ eventId: string }> {
  if (event.source === OWN_SOURCE) throw refused('/source', 'The source "hub" is the hub itself. Name your own system.')
  return asPerson(services.database, caller.id, async (tx) => {
    const eventId = await keep(tx, event, caller.chain)
    // Afterwards, so that who may add none hears that, and not which types there are.
    await requireKnownType(tx, event.type)
    return { eventId }
  })
}

async function keep(
  tx: Transaction,
  { type, source, id: sourceId, data, time }: CloudEvent,
  chain: ChainLink[],
): Promise<string> {
  const [added] = await tx
    .insert(events)
    .values({
      type,
      source,
      sourceId,
      data,
      chain,
      chainDepth: chain.length,
      // A clock that is ahead of ours must not make an event of tomorrow.
      ...(time === undefined ? {} : { occurredAt: sql`least(${time}::timestamptz, hubflow.now())` }),
    })
    .onConflictDoNothing({ target: [events.source, events.sourceId], where: isNotNull(events.sourceId) })
    .returning({ id: events.id })
  if (added) return added.id
  const [known] = await tx
    .select({ id: events.id })
    .from(events)
    .where(and(eq(events.source, source), eq(events.sourceId, sourceId)))
  if (!known) throw new Error('an event was neither added nor known')
  return known.id
}

async function requireKnownType(tx: Transaction, type: string): Promise<void> {
  const known = (await readEventTypes(tx)).flatMap(({ name }) => (isTimeEventType(name) ? [] : [name])).sort()
  if (known.includes(type)) return
  throw refused('/type', `There is no event type "${type}". Send one of ${known.join(', ')}.`)
}

function refused(pointer: string, detail: string): HttpProblem {
  return new HttpProblem(422, detail, { errors: [{ pointer, detail, code: 'value-invalid' }] })
}
