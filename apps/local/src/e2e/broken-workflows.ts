import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Definition, Json, WorkflowNode } from '@hubflow/core'

/** A workflow whose third step cannot do what it is to do, and how that shows and is mended. */
export interface Broken {
  name: string
  trigger?: Pick<WorkflowNode, 'type' | 'config'>
  step: Pick<WorkflowNode, 'type' | 'config'>
  /** What a run is started with. */
  context: { [key: string]: Json }
  title: string
  message: RegExp
  /** The button of its card, and what of the page is there after it was clicked. */
  fix: { button: string; leadsTo: { field: string } | { heading: string | RegExp } }
  /** Mends it outside; or gives the step as it has to be published. */
  mend(): Promise<unknown> | { config: WorkflowNode['config'] }
}

interface World {
  sink: Sink
  policy: { id: string; policy_number: string; client_id: string; agent_id: string }
  secretId: string
  /** Sends a request to the hub as the trainer. */
  call(method: string, path: string, data?: unknown): Promise<unknown>
}

/** Ten workflows, each broken in its own way. */
export function brokenWorkflows({ sink, policy, secretId, call }: World): Broken[] {
  const tell = { to: ['owner'], title: 'Done', message: 'It is done.' }
  const request = (path: string) => ({ method: 'POST', url: `${sink.url}${path}`, retries: 0, timeoutSeconds: 1 })
  const isField = (field: string) => ({ button: 'Open the field of the step', leadsTo: { field } })
  const context = { text: 'x' }
  return [
    {
      name: 'Missing phone',
      trigger: { type: 'event', config: { eventType: 'policy.created' } },
      step: { type: 'create-notification', config: { ...tell, title: 'Call {{subject.client.phone}}' } },
      context: { policy_id: policy.id, client_id: policy.client_id, agent_id: policy.agent_id },
      title: 'A value is missing',
      message: /subject\.client\.phone.* has no value/,
      fix: { button: 'Open the policy', leadsTo: { heading: new RegExp(policy.policy_number) } },
      mend: () => call('PATCH', `/api/hub/clients/${policy.client_id}`, { phone: '555 0101' }),
    },
    {
      name: 'Missing record',
      step: {
        type: 'update-field',
        config: { table: 'policies', recordId: '{{trigger.inputs.text}}', field: 'notes', value: 'Seen' },
      },
      context: { text: '01900000-0000-7000-8000-000000000099' },
      title: 'Something is gone',
      message: /There is no policy/,
      fix: isField('recordId'),
      mend: () => ({ config: { table: 'policies', recordId: policy.id, field: 'notes', value: 'Seen' } }),
    },
    {
      name: 'Nobody there',
      step: { type: 'create-notification', config: { ...tell, to: ['{{trigger.inputs.text}}'] } },
      context: { text: 'user:01900000-0000-7000-8000-000000000099' },
      title: 'There is nobody to write to',
      message: /is nobody at present/,
      fix: isField('to'),
      mend: () => ({ config: tell }),
    },
    {
      name: 'Wrong secret',
      step: { type: 'http-request', config: { ...request('/secret'), auth: { kind: 'bearer', secretId } } },
      context,
      title: 'The other system answered with an error',
      message: /did not let the hub in \(401\)/,
      fix: { button: 'Go to the secret', leadsTo: { heading: /CRM key/ } },
      mend: () => call('PUT', `/api/secrets/${secretId}`, { value: sink.password }),
    },
    {
      name: 'Forbidden address',
      step: { type: 'http-request', config: { ...request(''), url: 'http://10.1.2.3/leads' } },
      context,
      title: 'The request was not sent',
      message: /10\.1\.2\.3 is not on the public internet/,
      fix: isField('url'),
      mend: () => ({ config: request('/step') }),
    },
    {
      name: 'System down',
      step: { type: 'http-request', config: { ...request(''), url: sink.downUrl } },
      context,
      title: 'The other system could not be reached',
      message: /127\.0\.0\.1/,
      fix: isField('url'),
      mend: () => sink.bringUp(),
    },
    {
      name: 'System slow',
      step: { type: 'http-request', config: request('/slow') },
      context,
      title: 'The other system took too long',
      message: /did not answer within one second/,
      fix: isField('url'),
      mend: async () => sink.mended.add('/slow'),
    },
    {
      name: 'System faulty',
      step: { type: 'http-request', config: request('/faulty') },
      context,
      title: 'The other system answered with an error',
      message: /had a fault of its own \(500\)/,
      fix: isField('url'),
      mend: async () => sink.mended.add('/faulty'),
    },
    {
      name: 'Wrong value',
      step: {
        type: 'update-field',
        config: { table: 'policies', recordId: policy.id, field: 'status', value: '{{trigger.inputs.text}}' },
      },
      context: { text: 'sleeping' },
      title: 'The step is not set up right',
      message: /cannot be set to "sleeping"/,
      fix: isField('value'),
      mend: () => ({ config: { table: 'policies', recordId: policy.id, field: 'status', value: 'active' } }),
    },
    {
      name: 'Endless text',
      step: {
        type: 'create-notification',
        config: { ...tell, message: '{{trigger.inputs.text | replace: "a", trigger.inputs.text}}' },
      },
      context: { text: 'a'.repeat(1100) },
      title: 'A text could not be filled in',
      message: /does too much/,
      fix: isField('message'),
      mend: () => ({ config: tell }),
    },
  ]
}

/** A request, a mail, the broken step, and a request: what goes out before and after it is counted by its name. */
export function definitionOf(
  { name, trigger, step }: Broken,
  { sink, config = step.config }: { sink: Sink; config?: WorkflowNode['config'] },
): Definition {
  const inputs = [{ key: 'text', label: 'Text', type: 'text' }]
  const send = (when: string) => ({ method: 'POST', url: `${sink.url}/${when}/${encodeURIComponent(name)}` })
  const parts: Pick<WorkflowNode, 'type' | 'config'>[] = [
    trigger ?? { type: 'manual', config: { inputs } },
    { type: 'http-request', config: send('before') },
    { type: 'send-email', config: { to: ['client@mail.test'], subject: name, body: '<p>Hello</p>' } },
    { type: step.type, config },
    { type: 'http-request', config: send('after') },
  ]
  return {
    schemaVersion: 1,
    nodes: parts.map((part, index) => ({
      id: `n${index}`,
      name: `Step ${index}`,
      position: { x: 0, y: index * 140 },
      ...part,
    })),
    edges: parts
      .slice(1)
      .map((_, index) => ({ id: `e${index}`, source: `n${index}`, target: `n${index + 1}`, branch: 'next' })),
  }
}

export interface Sink {
  url: string
  password: string
  /** An address where nobody listens until `bringUp`. */
  downUrl: string
  bringUp(): Promise<void>
  /** Paths that do from now on what they should. */
  mended: Set<string>
  /** Requests that were answered with 200, by path, each by its key. */
  taken: { path: string; key: string }[]
  close(): Promise<void>
}

/** A real system on loopback that counts what it takes. */
export async function startSink(): Promise<Sink> {
  const servers: Server[] = []
  const mended = new Set<string>()
  const taken: Sink['taken'] = []
  const password = 'the right one'

  async function listen(port: number): Promise<number> {
    const server = createServer((request, response) => {
      const path = request.url ?? ''
      request.resume()
      if (path === '/slow' && !mended.has(path)) return
      const status =
        path === '/secret' && request.headers.authorization !== `Bearer ${password}`
          ? 401
          : path === '/faulty' && !mended.has(path)
            ? 500
            : 200
      if (status === 200) taken.push({ path, key: String(request.headers['idempotency-key']) })
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}')
    })
    servers.push(server.listen(port, '127.0.0.1'))
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }

  const url = `http://127.0.0.1:${await listen(0)}`
  const downPort = await listen(0)
  servers.pop()?.close()
  return {
    url,
    password,
    downUrl: `http://127.0.0.1:${downPort}/down`,
    bringUp: async () => void (await listen(downPort)),
    mended,
    taken,
    async close() {
      for (const server of servers) {
        server.closeAllConnections()
        server.close()
        await once(server, 'close')
      }
    },
  }
}
