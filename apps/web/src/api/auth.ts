import { ApiError, refusalOf } from './api-error.ts'
import { request } from './client.ts'

const WRONG = {
  title: 'You are not signed in',
  detail: 'The email address or the password is not right. Check both and try again.',
}

/** Signs in; the cookie that follows is the session. Throws `ApiError`. */
export async function signIn(email: string, password: string): Promise<void> {
  const response = await post('sign-in/email', { email, password })
  if (response.ok) return
  const refusal = await refusalOf(response)
  throw refusal.status === 401 ? new ApiError({ ...refusal.problem, ...WRONG }, refusal.body) : refusal
}

export async function signOut(): Promise<void> {
  await post('sign-out', {})
}

/** Answers the same whether the address is known or not. */
export async function requestPasswordReset(email: string): Promise<void> {
  await expectOk(await post('request-password-reset', { email, redirectTo: `${location.origin}/reset-password` }))
}

export async function resetPassword(token: string, newPassword: string): Promise<void> {
  await expectOk(await post('reset-password', { token, newPassword }))
}

/** Asks for the old password, and signs out wherever else one is signed in. */
export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  await expectOk(await post('change-password', { currentPassword, newPassword }))
}

/** Whose invitation a link is. */
export async function readInvitation(token: string): Promise<{ name: string; email: string }> {
  const response = await request(`/api/auth/invitation?${new URLSearchParams({ token })}`)
  await expectOk(response)
  return response.json()
}

/** Keeps the chosen password and signs in. */
export async function acceptInvitation(token: string, password: string): Promise<void> {
  await expectOk(await post('accept-invitation', { token, password }))
}

/** Makes an API key of one's own and gives it out, this once. Without days it never expires. */
export async function createApiKey(name: string, days: number | null): Promise<string> {
  const response = await post('api-key/create', { name, ...(days === null ? {} : { expiresIn: days * 86_400 }) })
  await expectOk(response)
  const { key }: { key: string } = await response.json()
  return key
}

function post(path: string, body: Record<string, string | number>): Promise<Response> {
  return request(`/api/auth/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
}

async function expectOk(response: Response): Promise<void> {
  if (!response.ok) throw await refusalOf(response)
}
