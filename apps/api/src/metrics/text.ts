/** What the database counts, as `hubflow.read_figures()` gives it. */
export interface Figure {
  figure: string
  status: string | null
  value: number
}

interface Metric {
  name: string
  help: string
  type: 'gauge' | 'counter'
  samples: { status?: string; value: number }[]
}

/** The hub's figures and this process's own, in Prometheus's text format. */
export function writeMetrics(figures: Figure[]): string {
  return [...hubMetrics(figures), ...processMetrics()].map(written).join('')
}

function hubMetrics(figures: Figure[]): Metric[] {
  const samples = (figure: string) =>
    figures
      .filter((each) => each.figure === figure)
      .map(({ status, value }) => (status === null ? { value } : { status, value }))
  return [
    { name: 'hubflow_runs', help: 'Runs of the last hour.', type: 'gauge', samples: samples('runs') },
    { name: 'hubflow_runs_due', help: 'Runs that are due and not taken yet.', type: 'gauge', samples: samples('due') },
    {
      name: 'hubflow_oldest_due_seconds',
      help: 'How long the oldest due run has waited.',
      type: 'gauge',
      samples: samples('oldest_due_seconds'),
    },
    { name: 'hubflow_emails', help: 'Emails queued in the last hour.', type: 'gauge', samples: samples('emails') },
  ]
}

function processMetrics(): Metric[] {
  const { rss, heapUsed } = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  const gauge = (name: string, help: string, value: number): Metric => ({
    name,
    help,
    type: 'gauge',
    samples: [{ value }],
  })
  return [
    {
      name: 'process_cpu_seconds_total',
      help: 'Processor time of the API.',
      type: 'counter',
      samples: [{ value: (user + system) / 1e6 }],
    },
    gauge('process_resident_memory_bytes', 'Memory of the API.', rss),
    gauge('nodejs_heap_size_used_bytes', 'Heap of the API.', heapUsed),
    gauge('process_start_time_seconds', 'When the API started.', Date.now() / 1000 - process.uptime()),
  ]
}

function written({ name, help, type, samples }: Metric): string {
  const lines = samples.map(
    ({ status, value }) => `${name}${status === undefined ? '' : `{status="${status}"}`} ${value}\n`,
  )
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`
}
