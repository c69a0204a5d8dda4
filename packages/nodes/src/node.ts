import type {
  BusinessHours,
  Effect,
  EffectKind,
  HubTableName,
  Json,
  PretendedChange,
  TemplateEscape,
} from '@hubflow/core'
import type { z } from 'zod'
import type { OutboundClient } from './outbound/client.ts'

/** Someone that a step writes to: a person of the hub, or a bare address (clients are no users). */
export interface Recipient {
  userId: string | null
  email: string
  name: string | null
}

export interface EmailTemplate {
  id: string
  name: string
  subject: string
  bodyHtml: string
  /** The plain-text part as a template; null: it is made from the HTML. */
  bodyText: string | null
  /** Its mail says how to unsubscribe, and is not sent to those who did. */
  isMarketing: boolean
}

export type HubRecord = { id: string; [column: string]: Json }

/** One column of one record to be written. */
export interface RecordChange {
  table: HubTableName
  id: string
  column: string
  value: Json
  ifValue?: Json
}

/**
 * What an action may use. Local services write into the transaction that also commits the step's record; `http` works
 * while no transaction is open. Every service acts with the rights of the workflow's owner.
 */
export interface StepServices {
  run: {
    id: string
    workflowId: string
    workflowName: string
    ownerId: string
    /** Of the record that the run is about; null or absent when it is about none. */
    subjectId?: string | null
  }
  nodeId: string
  /** The same over automatic retries and after crashes. */
  idempotencyKey: string
  /** Business time, `hubflow.now()`. */
  now: Date
  timeZone: string
  /** What the workflow's settings say; absent, or without any there, Monday to Friday from 9 to 17. */
  businessHours?: BusinessHours
  /** Resolves a template that is not part of the config, such as a stored mail template. */
  render(template: string, escaping: TemplateEscape): Promise<string>
  /** Addresses, `role:trainer`, `user:<id>` and `owner` as people, without doubles; throws StepFailure for what is none. */
  findRecipients(to: string[]): Promise<Recipient[]>
  /** Null when there is none that the owner may see. */
  findEmailTemplate(id: string): Promise<EmailTemplate | null>
  /** Puts one mail into the queue; gives its id. */
  queueEmail(mail: {
    to: Recipient
    subject: string
    bodyHtml: string
    bodyText: string | null
    templateId: string | null
    isMarketing: boolean
  }): string
  /** Gives the new notification's id. */
  createNotification(notification: { userId: string; title: string; message: string; link: string | null }): string
  /** Null when there is none that the owner may see. */
  readRecord(table: HubTableName, id: string): Promise<HubRecord | null>
  /**
   * Writes one column of the allow-list. Gives false, and writes nothing, when the owner may not write the record, when
   * it is gone, or when the column no longer holds `ifValue`.
   */
  updateRecord(change: RecordChange): Promise<boolean>
  /** The value that `updateRecord` would leave, and writes nothing; null where it would give false. */
  tryUpdate(change: RecordChange): Promise<{ after: Json } | null>
  http: OutboundClient
  /**
   * The value of a stored secret, for the request that is about to be sent: neither the step's output nor its failure
   * may hold it. Throws StepFailure when there is none that the owner may use.
   */
  readSecret(id: string): Promise<string>
}

/** What an action's `run` gives. Failing is throwing a `StepFailure`. */
export type ActionResult<Output> =
  | { status: 'completed'; output: Output; branch?: string; effects?: Effect[] }
  | { status: 'waiting'; resumeAt: Date; output: Output; branch?: string }

/** What a test run says that the step would do, and what it gives to later steps in place of the result. */
export interface Preview<Output = unknown> {
  /** Begins with “Would”. */
  sentence: string
  /** The rendered mail, the request, the old and new value. Never a secret. */
  detail: Json
  output: Output
  /** The same as `run` would take. */
  branch?: string
  /** True where the output is made up, since only another system could tell the real one. */
  isSample?: boolean
  /** When a wait would end. */
  resumeAt?: Date
  /** What a record would hold from here on: later steps of the test read it so. */
  change?: PretendedChange
}

interface Described<Config extends z.ZodType> {
  type: string
  title: string
  summary: string
  group: string
  /** The name of a Tabler icon in kebab-case: `mail`, `clock-hour-4`. */
  icon: string
  /** For people; names of config fields in braces, as `CatalogEntry.sentence` says: `Email {{templateId}} to {{to}}`. */
  sentence: string
  config: Config
  /** What a node has when it is put on the canvas; may be unfinished. */
  initialConfig: { [field: string]: Json }
  /** A config as a trainer might have it, shown in the docs; the conformance suite runs the node with it. */
  example: z.input<Config>
}

export interface Trigger<Config extends z.ZodType = z.ZodType> extends Described<Config> {
  kind: 'trigger'
  /** The shape of `trigger` in templates. */
  output: z.ZodType
}

export interface Action<Config extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType>
  extends Described<Config> {
  kind: 'action'
  effect: EffectKind
  /** Default `['next']`. */
  branches?: string[]
  /** Where the branches are the config's own: the name of the list whose entries name one each, as their `branch`. */
  branchesFrom?: string
  /** The shape of `steps.<id>` in templates. */
  output: Output
  run(config: z.output<Config>, services: StepServices): Promise<ActionResult<z.output<Output>>>
  /** Reads what `run` would read, does nothing, and fails where `run` would fail before doing it. */
  preview(config: z.output<Config>, services: StepServices): Promise<Preview<z.output<Output>>>
}

export type NodeType = Trigger | Action

/** Describes a trigger; its config's type follows from the schema. */
export function defineTrigger<Config extends z.ZodType>(trigger: Omit<Trigger<Config>, 'kind'>): Trigger<Config> {
  return { kind: 'trigger', ...trigger }
}

/** Describes an action; what `run` and `preview` get and give is typed by its schemas. */
export function defineAction<Config extends z.ZodType, Output extends z.ZodType>(
  action: Omit<Action<Config, Output>, 'kind'>,
): Action<Config, Output> {
  return { kind: 'action', ...action }
}
