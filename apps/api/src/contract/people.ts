import { ROLES, WORKFLOW_STATUSES } from '@hubflow/core'
import { z } from 'zod'
import { listOf, Time, Uuid } from './common.ts'

/** Somebody who signs in, as admins see them. */
export const User = z.object({
  id: Uuid,
  name: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  /** `invited`: no password was chosen yet. */
  state: z.enum(['active', 'invited', 'disabled']),
  /** Until when the link of an invited person works; null where there is none any more. */
  invitedUntil: Time.nullable(),
  /** When a session or key was last used, to the hour. */
  lastSeenAt: Time.nullable(),
  /** How many workflows they own, those in the bin left out. */
  workflows: z.number().int(),
  createdAt: Time,
})
export const UserList = listOf(User)

export const OwnedWorkflow = z.object({ id: Uuid, name: z.string(), status: z.enum(WORKFLOW_STATUSES) })
export const UserWithWorkflows = User.extend({ owned: z.array(OwnedWorkflow) })

/** The link by which an invited person chooses a password; given out once, here and in the mail. */
export const Invitation = z.object({ link: z.string(), validUntil: Time })
export const InvitedUser = z.object({ user: User, invitation: Invitation })

export const CreateUser = z.strictObject({
  name: z.string().trim().min(1).max(120),
  email: z.email().max(254).toLowerCase(),
  role: z.enum(ROLES),
})
export const ChangeUser = z.strictObject({ role: z.enum(ROLES) })

const workflowName = z.string().trim().min(1).max(120)
/** `takeOverBy` null: nobody does, and what is active is paused. `names`: new ones, by workflow, where the new owner has one alike. */
export const DisableUser = z.strictObject({
  takeOverBy: Uuid.nullable(),
  names: z.record(Uuid, workflowName).optional(),
})
export const DisabledUser = z.object({
  user: User,
  /** Workflows that were handed over, and those that were paused because nobody took them over. */
  handedOver: z.number().int(),
  paused: z.number().int(),
})
export const ChangeOwner = z.strictObject({ ownerId: Uuid, name: workflowName.optional() })
export const UserParam = z.object({ id: Uuid })

export type User = z.infer<typeof User>
export type UserWithWorkflows = z.infer<typeof UserWithWorkflows>
export type OwnedWorkflow = z.infer<typeof OwnedWorkflow>
export type Invitation = z.infer<typeof Invitation>

/** Where somebody is signed in. */
export const Session = z.object({
  id: Uuid,
  /** What the browser or program calls itself; null where it said nothing. */
  userAgent: z.string().nullable(),
  /** The one that asks. */
  isCurrent: z.boolean(),
  signedInAt: Time,
  /** To the hour. */
  lastSeenAt: Time,
  endsAt: Time,
})
export const SessionList = listOf(Session)
export const EndedSessions = z.object({ ended: z.number().int() })

/** A key of a machine, as far as it is known again: only its beginning is kept. */
export const ApiKey = z.object({
  id: Uuid,
  name: z.string(),
  beginning: z.string(),
  createdAt: Time,
  /** To five minutes; null where it was never used. */
  lastUsedAt: Time.nullable(),
  expiresAt: Time.nullable(),
})
export const ApiKeyList = listOf(ApiKey)

/** Whose; without it the caller's own. Others' are for admins. */
export const OfPerson = z.object({ userId: Uuid.optional() })

export type Session = z.infer<typeof Session>
export type ApiKey = z.infer<typeof ApiKey>
