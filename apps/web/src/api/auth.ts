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

function post(path: string, body: Record<string, string>): Promise<Response> {
  return request(`/api/auth/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
}

async function expectOk(response: Response): Promise<void> {
  if (!response.ok) throw await refusalOf(response)
}
