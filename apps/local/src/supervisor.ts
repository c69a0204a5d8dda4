import { once } from 'node:events'
import { readEnvironment } from './environment.ts'
import { startHub } from './hub.ts'
import { StartProblem } from './start-problem.ts'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())

try {
  const hub = await startHub({
    environment: readEnvironment(process.env),
    dev: process.argv.includes('--dev'),
    say: (sentence) => console.log(sentence),
    signal: stop.signal,
  })
  console.log(`hubflow ready: ${hub.url}`)
  if (!stop.signal.aborted) await once(stop.signal, 'abort')
  await hub.stop()
} catch (error) {
  if (!stop.signal.aborted) {
    console.error(error instanceof StartProblem ? error.message : error)
    process.exitCode = 1
  }
}
process.exit()
