/**
 * Publishes, as the demo trainer, a webhook with three local steps and no daily limit; gives its address. `records`: a
 * record is set from a template, the owner is notified, the record is set again. `messages`: three notifications from
 * templates, so that runs do not queue for one record. `wait`: a wait of 30 days.
 */
export async function publishHook(
  url: string,
  password: string,
  steps: 'records' | 'messages' | 'wait',
): Promise<string> {
  const signedIn = await post(`${url}/api/auth/sign-in/email`, '', { email: 'trainer@hub.test', password })
  const cookie = signedIn.headers
    .getSetCookie()
    .map((each) => each.split(';', 1)[0])
    .join('; ')
  const recruits = await fetch(`${url}/api/hub/recruits`, { headers: { cookie } })
  const { items } = (await recruits.json()) as { items: { id: string }[] }
  const recruitId = items[0]?.id ?? ''
  const created = await post(`${url}/api/workflows`, cookie, {
    name: `Bench ${steps}`,
    maxRunsPerDay: null,
    definition: definition(STEPS[steps](recruitId)),
  })
  const { id } = (await created.json()) as { id: string }
  const published = await post(`${url}/api/workflows/${id}/publish`, cookie, {})
  const { webhook } = (await published.json()) as { webhook: { url: string } }
  return webhook.url
}

async function post(url: string, cookie: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json', origin: new URL(url).origin, cookie }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
  return answer
}

interface Step {
  type: string
  name: string
  config: object
}

const STEPS = {
  records: recordSteps,
  messages: messageSteps,
  wait: () => [{ type: 'wait', name: 'Wait', config: { kind: 'duration', amount: 30, unit: 'days' } }],
} satisfies Record<string, (recruitId: string) => Step[]>

function recordSteps(recruitId: string): Step[] {
  const note = (value: string) => ({ table: 'recruits', recordId: recruitId, field: 'notes', value })
  return [
    { type: 'update-field', name: 'Note', config: note('Lead {{trigger.body.lead}}') },
    tell('{{trigger.body.lead}} from {{trigger.body.source}}'),
    { type: 'update-field', name: 'Done', config: note('Lead handled in {{run.id}}') },
  ]
}

function messageSteps(): Step[] {
  return [
    tell('Lead {{trigger.body.lead | upcase}}'),
    tell('{{trigger.body.lead}} from {{trigger.body.source}}'),
    tell('Handled in {{run.id}}'),
  ]
}

function tell(message: string): Step {
  return { type: 'create-notification', name: 'Tell the owner', config: { to: ['owner'], title: 'New lead', message } }
}

function definition(steps: Step[]) {
  const nodes = [{ type: 'webhook', name: 'New lead', config: {} }, ...steps]
  return {
    schemaVersion: 1,
    nodes: nodes.map((node, index) => ({ id: `n${index}`, ...node, position: { x: 0, y: index * 140 } })),
    edges: steps.map((_, index) => ({ id: `e${index}`, source: `n${index}`, target: `n${index + 1}`, branch: 'next' })),
  }
}
