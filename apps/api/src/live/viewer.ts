import type { LiveMessage } from '../contract/live.ts'
import type { Caller } from '../http/env.ts'
import { frameOf } from './frames.ts'

/** Bytes that may wait for a slow reader. Beyond that it is cut off: it reconnects and refetches, which is cheaper for both. */
const MAX_WAITING_BYTES = 262_144

/** One open connection of `/api/live`. */
export class LiveViewer {
  readonly caller: Caller
  readonly stream: ReadableStream<Uint8Array>
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null
  readonly #onClose: () => void

  constructor(caller: Caller, onClose: () => void) {
    this.caller = caller
    this.#onClose = onClose
    this.stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller
        },
        cancel: () => {
          this.#controller = null
          onClose()
        },
      },
      { highWaterMark: MAX_WAITING_BYTES, size: (chunk) => chunk?.byteLength ?? 0 },
    )
  }

  send(message: LiveMessage): void {
    this.#writeText(frameOf(message))
  }

  sendComment(text: string): void {
    this.#writeText(`: ${text}\n\n`)
  }

  /** The session is over: says so and closes. */
  end(): void {
    this.send({ kind: 'bye' })
    this.close()
  }

  close(): void {
    const controller = this.#controller
    if (controller === null) return
    this.#controller = null
    controller.close()
    this.#onClose()
  }

  /** Whole events, encoded. Who does not read is cut off. */
  write(frame: Uint8Array): void {
    if (this.#controller === null) return
    if ((this.#controller.desiredSize ?? 0) <= 0) this.close()
    else this.#controller.enqueue(frame)
  }

  #writeText(text: string): void {
    this.write(new TextEncoder().encode(text))
  }
}
