import type { EmailTemplateView, Person, TriggerEventType } from '@hubflow/api/client'
import { HUB_TABLES, type HubTableName } from '@hubflow/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { eventTypesQuery, peopleQuery } from '../api/hub-queries.ts'
import { emailTemplatesQuery } from '../api/mail-queries.ts'
import { lowerFirst } from '../format/words.ts'

/** The names that only the hub knows, for `sentenceOf`. */
export type SentenceNames = (field: string, value: unknown) => string | undefined

/** Names of mail templates, people, events and the hub's tables, in sentences about nodes. */
export function useSentenceNames(): SentenceNames {
  const { data: templates } = useQuery(emailTemplatesQuery)
  const { data: people } = useQuery(peopleQuery)
  const { data: eventTypes } = useQuery(eventTypesQuery)
  return useMemo(
    () => createSentenceNames(templates ?? [], people ?? [], eventTypes ?? []),
    [templates, people, eventTypes],
  )
}

function createSentenceNames(
  templates: readonly Pick<EmailTemplateView, 'id' | 'name'>[],
  people: readonly Pick<Person, 'id' | 'name'>[],
  eventTypes: readonly Pick<TriggerEventType, 'name' | 'title'>[],
): SentenceNames {
  const templateNames = new Map(templates.map(({ id, name }) => [id, `“${name}”`]))
  const personNames = new Map(people.map(({ id, name }) => [`user:${id}`, name]))
  const eventTitles = new Map(eventTypes.map(({ name, title }) => [name, lowerFirst(title)]))
  return (field, value) => {
    if (typeof value !== 'string') return undefined
    return (
      templateNames.get(value) ??
      personNames.get(value) ??
      eventTitles.get(value) ??
      (field === 'table' ? tableName(value) : undefined)
    )
  }
}

function tableName(value: string): string | undefined {
  return Object.hasOwn(HUB_TABLES, value) ? HUB_TABLES[value as HubTableName].singular.toLowerCase() : undefined
}
