/**
 * Named places where a fault test may stop the process. `HUBFLOW_FAILPOINTS` names them, separated by commas:
 * `after-effect=kill`, or for one node only `after-effect@n2=pause`. Without it they cost one comparison.
 */

const FAILPOINTS = [
  /** Jobs are fetched, nothing is locked yet. */
  'claimed',
  /** A step is about to do its work. */
  'before-effect',
  /** Local effects are written, the record of their steps is not; for a remote step: its answer has come. */
  'after-effect',
  /** Effects and records are written, the transaction is open. */
  'after-record',
  /** A run's wait is committed. */
  'parked',
  /** The end of a run is written, the transaction is open. */
  'finishing',
  /** A mail was handed over, its row does not say so yet. */
  'mail-sent',
] as const
export type Failpoint = (typeof FAILPOINTS)[number]

type Fault = 'kill' | 'pause'

let faults: ReadonlyMap<string, Fault> = new Map()

/** True when any failpoint is set: then statements that are otherwise sent together wait for one another. */
export function failpointsSet(): boolean {
  return faults.size > 0
}

/** Stops the process here when the environment says so. */
export function failpoint(name: Failpoint, nodeId?: string): void {
  if (faults.size === 0) return
  const fault = faults.get(name) ?? faults.get(`${name}@${nodeId}`)
  if (fault === 'kill') process.kill(process.pid, 'SIGKILL')
  if (fault === 'pause') process.kill(process.pid, 'SIGSTOP')
}

/** Reads `HUBFLOW_FAILPOINTS`. Throws where it is misspelled, and in production always. */
export function setFailpoints(setting: string | undefined, production: boolean): void {
  if (!setting) return
  if (production)
    throw new Error('HUBFLOW_FAILPOINTS stops the worker on purpose. Unset it: it is refused in production.')
  faults = new Map(setting.split(',').map(readFault))
}

function readFault(text: string): [string, Fault] {
  const [, name = '', node = '', fault] = /^([a-z-]+)(@[A-Za-z0-9_-]+)?=(kill|pause)$/.exec(text.trim()) ?? []
  if (!FAILPOINTS.some((known) => known === name))
    throw new Error(
      `HUBFLOW_FAILPOINTS: "${text}" is none. Write <name>=kill or <name>@<node id>=pause, with a name of ${FAILPOINTS.join(', ')}.`,
    )
  return [name + node, fault === 'kill' ? 'kill' : 'pause']
}
