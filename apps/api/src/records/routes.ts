import { Hono } from 'hono'
import {
  FindMatches,
  HubRecordBody,
  HubRecordList,
  HubRecordParam,
  HubRecordView,
  HubTableParam,
  ListHubRecords,
  Matches,
} from '../contract/records.ts'
import { ReadTimeline, Timeline } from '../contract/timeline.ts'
import { answer } from '../http/answer.ts'
import { describe } from '../http/describe.ts'
import type { ApiEnv } from '../http/env.ts'
import { validate } from '../http/validate.ts'
import type { Services } from '../services.ts'
import { findMatches } from './matches.ts'
import { listRecords, readRecord } from './read.ts'
import { readTimeline } from './timeline.ts'
import { createRecord, patchRecord } from './write.ts'

const tag = 'Hub records'

export function recordRoutes(services: Services) {
  return new Hono<ApiEnv>()
    .get(
      '/api/hub/:table',
      describe(tag, 'Records of a hub table, newest first', { 200: HubRecordList }, [404]),
      validate('param', HubTableParam),
      validate('query', ListHubRecords),
      async (c) =>
        answer(c, await listRecords(services, c.var.caller, c.req.valid('param').table, c.req.valid('query'))),
    )
    .post(
      '/api/hub/:table',
      describe(tag, 'Add a record; its events follow', { 201: HubRecordView }, [404, 409]),
      validate('param', HubTableParam),
      validate('json', HubRecordBody),
      async (c) =>
        answer(c, await createRecord(services, c.var.caller, c.req.valid('param').table, c.req.valid('json')), 201),
    )
    .get(
      '/api/hub/:table/:id',
      describe(tag, 'One record', { 200: HubRecordView }, [404]),
      validate('param', HubRecordParam),
      async (c) => answer(c, await readRecord(services, c.var.caller, c.req.valid('param'))),
    )
    .get(
      '/api/hub/:table/:id/timeline',
      describe(tag, 'What happened to a record and because of it, newest first', { 200: Timeline }, [404]),
      validate('param', HubRecordParam),
      validate('query', ReadTimeline),
      async (c) => answer(c, await readTimeline(services, c.var.caller, c.req.valid('param'), c.req.valid('query'))),
    )
    .patch(
      '/api/hub/:table/:id',
      describe(tag, 'Change a record; its events follow', { 200: HubRecordView }, [404, 409]),
      validate('param', HubRecordParam),
      validate('json', HubRecordBody),
      async (c) => answer(c, await patchRecord(services, c.var.caller, c.req.valid('param'), c.req.valid('json'))),
    )
    .post(
      '/api/rule-matches',
      describe(tag, 'How many records or recent events rules let through, with examples', { 200: Matches }),
      validate('json', FindMatches),
      async (c) => answer(c, await findMatches(services, c.var.caller, c.req.valid('json'))),
    )
}
