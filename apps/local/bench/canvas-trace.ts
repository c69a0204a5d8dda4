/**
 * What the canvas costs the browser with a workflow of 200 steps: main-thread work of a frame while a step is dragged and
 * while the canvas is panned, by Chromium's own trace (CPU time of the thread's tasks, so that a busy machine changes little),
 * the tasks over 50 ms, how many nodes are drawn anew in a frame of the drag, and how soon the editor shows the workflow
 * after it was chosen in the list.
 *
 * Argument: steps (default 200).
 */
import type { Definition } from '@hubflow/core'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser, signIn } from '../src/e2e/browser.ts'
import { openBench, PASSWORD } from './bench-hub.ts'

interface TraceEvent {
  name: string
  ph: string
  pid: number
  tid: number
  ts: number
  tdur?: number
  dur?: number
  args: { name?: string }
}

const FRAMES = 60
const steps = Number(process.argv[2] ?? 200)

const bench = await openBench()
const hub = await bench.start()
let browser: Browser | undefined
try {
  browser = await launchBrowser()
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage()
  await signIn(page, hub.url, 'trainer@hub.test', PASSWORD)
  const data = { name: 'Bench canvas', definition: grid(steps) }
  await page.request.post(`${hub.url}/api/workflows`, { data, headers: { origin: hub.url } })
  await open(page)
  const at = await middleOf(page, `.react-flow__node[data-id="n${Math.round(steps / 2) + 4}"]`)
  await report(page, 'dragging a step', at)
  const before = await viewport(page)
  await report(page, 'panning', await placeBetweenSteps(page))
  if ((await viewport(page)) === before) throw new Error('the canvas was not panned')
} finally {
  await browser?.close()
  await hub.stop()
  await bench.close()
}

async function open(page: Page): Promise<void> {
  await page.goto(`${hub.url}/workflows`)
  const link = page.getByRole('link', { name: 'Bench canvas' })
  await link.waitFor()
  let ms = 0
  const events = await trace(page, async () => {
    const beganAt = performance.now()
    await link.click()
    await page
      .locator('.react-flow__node')
      .nth(steps - 1)
      .waitFor({ state: 'attached' })
    ms = performance.now() - beganAt
  })
  const work = mainThreadTasks(events).reduce((sum, task) => sum + task.ms, 0)
  console.log(
    `opened from the list with ${steps} steps after ${ms.toFixed(0)} ms, ${work.toFixed(0)} ms of main-thread work`,
  )
}

/** Of something that has come to rest. */
async function middleOf(page: Page, selector: string): Promise<{ x: number; y: number }> {
  const locator = page.locator(selector)
  await locator.click({ trial: true })
  const box = await locator.boundingBox()
  if (!box) throw new Error(`the canvas does not show ${selector}`)
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** Where the pointer takes the canvas itself, and no step, line or plus. */
async function placeBetweenSteps(page: Page): Promise<{ x: number; y: number }> {
  const place = await page.evaluate<{ x: number; y: number } | null>(`
    (() => {
      for (let y = 690; y > 150; y -= 3)
        for (let x = 500; x < 700; x += 7)
          if (document.elementFromPoint(x, y)?.classList.contains('react-flow__pane')) return { x, y }
      return null
    })()`)
  if (!place) throw new Error('there is no place between the steps')
  return place
}

function viewport(page: Page): Promise<string> {
  return page.evaluate<string>(`document.querySelector('.react-flow__viewport').style.transform`)
}

async function report(page: Page, what: string, from: { x: number; y: number }): Promise<void> {
  await page.evaluate(`
    globalThis.drawn = new Set(); globalThis.perFrame = []
    globalThis.observer = new MutationObserver((changes) => {
      for (const { target } of changes) {
        const node = (target.nodeType === 1 ? target : target.parentElement)?.closest('.react-flow__node')
        if (node) drawn.add(node)
      }
    })
    observer.observe(document.querySelector('.react-flow__nodes'), { subtree: true, childList: true, attributes: true, characterData: true })
    globalThis.counting = true
    requestAnimationFrame(function frame() { perFrame.push(drawn.size); drawn.clear(); if (counting) requestAnimationFrame(frame) })`)
  const events = await trace(page, async () => {
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    for (let frame = 1; frame <= FRAMES; frame++) {
      await page.mouse.move(from.x + frame * 3, from.y + (frame % 10))
      await page.evaluate('new Promise(requestAnimationFrame)')
    }
    await page.mouse.up()
  })
  const perFrame = await page.evaluate<number[]>('counting = false; observer.disconnect(); perFrame')
  const tasks = mainThreadTasks(events)
  const frames = workOfFrames(events, tasks)
  const longest = Math.max(...tasks.map(({ ms }) => ms))
  const all = tasks.reduce((sum, { ms }) => sum + ms, 0)
  console.log(
    `${what}: ${frames.length} frames, main-thread work p50 ${at(frames, 0.5)} ms, p95 ${at(frames, 0.95)} ms, ` +
      `${(all / FRAMES).toFixed(1)} ms a move of the pointer; ` +
      `${tasks.filter(({ ms }) => ms > 50).length} tasks over 50 ms (longest ${longest.toFixed(1)} ms); ` +
      `nodes changed in a frame: p95 ${at(perFrame, 0.95, 0)}, most ${Math.max(...perFrame)}`,
  )
}

async function trace(page: Page, act: () => Promise<void>): Promise<TraceEvent[]> {
  const session = await page.context().newCDPSession(page)
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'] },
  })
  await act()
  const ended = new Promise((done) => session.once('Tracing.tracingComplete', done))
  await session.send('Tracing.end')
  await ended
  await session.detach()
  return events
}

/** The tasks of the page's main thread with the CPU time that each took: of the thread that fired the frames. */
function mainThreadTasks(events: TraceEvent[]): { at: number; ms: number }[] {
  const main = events.find(({ name }) => name === 'FireAnimationFrame')
  if (!main) throw new Error('the trace has no frame')
  return events
    .filter(({ name, ph, pid, tid }) => name === 'RunTask' && ph === 'X' && pid === main.pid && tid === main.tid)
    .map(({ ts, tdur, dur }) => ({ at: ts, ms: (tdur ?? dur ?? 0) / 1000 }))
    .sort((one, other) => one.at - other.at)
}

/** What the main thread did from one frame to the next, in ms. */
function workOfFrames(events: TraceEvent[], tasks: readonly { at: number; ms: number }[]): number[] {
  const starts = events
    .filter(({ name }) => name === 'FireAnimationFrame')
    .map(({ ts }) => ts)
    .sort((one, other) => one - other)
  const distinct = starts.filter((ts, index) => index === 0 || ts - (starts[index - 1] ?? 0) > 2000)
  return distinct.slice(1).map((end, index) => {
    const begin = distinct[index] ?? 0
    return tasks.filter((task) => task.at >= begin && task.at < end).reduce((sum, { ms }) => sum + ms, 0)
  })
}

function at(values: readonly number[], share: number, digits = 1): string {
  const sorted = [...values].sort((one, other) => one - other)
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(digits)
}

/** A trigger and steps below it; every tenth asks, so that lines part. */
function grid(count: number): Definition {
  const nodes = Array.from({ length: count }, (_, index) => ({
    id: `n${index}`,
    type: index === 0 ? 'manual' : index % 10 === 5 ? 'condition' : 'create-notification',
    name: `Step ${index}`,
    config: index % 10 === 5 || index === 0 ? {} : { to: ['owner'], title: `Title ${index}`, message: 'Text' },
    position: { x: (index % 10) * 312, y: Math.floor(index / 10) * 140 },
  }))
  const edges = nodes.slice(1).map((node, index) => {
    const source = nodes[index]
    const branch = source?.type === 'condition' ? 'yes' : 'next'
    return { id: `${source?.id}:${branch}`, source: source?.id ?? '', target: node.id, branch }
  })
  return { schemaVersion: 1, nodes, edges }
}
