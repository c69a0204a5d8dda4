import { createClient } from '@hubflow/api/client'
import { refusalOf, unreachable } from './api-error.ts'
import { setServer } from './connection.ts'

/** `fetch` that tells the banner whether the server was reached, and throws `ApiError` alone. */
export async function request(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  try {
    const response = await fetch(input, init)
    setServer('reachable')
    return response
  } catch (error) {
    // A request that the page itself gave up says nothing about the connection.
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    setServer('unreachable')
    throw unreachable(error)
  }
}

/** The one typed client: `client.api.workflows.$get({ query: {} })`. */
export const client = createClient('', { fetch: request })

interface Answer<Body> {
  ok: boolean
  status: number
  json(): Promise<Body>
}

/** The data of an answer; throws `ApiError` with the server's problem otherwise. */
export async function unwrap<Body>(pending: Promise<Answer<Body>>): Promise<Body> {
  const answer = await pending
  if (!answer.ok) throw await refusalOf(answer)
  return answer.json()
}

/** For answers without a body. */
export async function settle(pending: Promise<Answer<unknown>>): Promise<void> {
  const answer = await pending
  if (!answer.ok) throw await refusalOf(answer)
}
