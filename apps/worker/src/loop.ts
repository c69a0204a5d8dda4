export interface Loop {
  /** There is work: look now instead of at the next tick. */
  wake(): void
  isResting(): boolean
  /** Ends after the turn in hand. */
  stop(): Promise<void>
}

export interface LoopOptions {
  /** How long to rest when there was nothing more to do and nobody woke it. */
  everyMs: number
  /** Does what is there to do; true when there is certainly more. */
  turn(): Promise<boolean>
  /** A turn that threw: the loop rests and goes on. */
  onError(error: unknown): void
}

/** Does a thing over and over: at once when woken or when more is left, else at a steady pace. It survives its worst turn. */
export function startLoop({ everyMs, turn, onError }: LoopOptions): Loop {
  let stopping = false
  let woken = false
  let endRest: (() => void) | null = null

  async function run(): Promise<void> {
    while (!stopping) {
      woken = false
      const next = await turn().catch((error: unknown) => {
        onError(error)
        return 'failed' as const
      })
      // After an error it rests even when woken, or a broken database would be asked without end.
      if (!stopping && next !== true && (next === 'failed' || !woken)) await rest(next === 'failed')
    }
  }

  function rest(afterError: boolean): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer)
        endRest = null
        resolve()
      }
      const timer = setTimeout(end, everyMs)
      endRest = () => {
        if (!afterError || stopping) end()
      }
    })
  }

  const ended = run()
  return {
    wake() {
      woken = true
      endRest?.()
    },
    isResting: () => endRest !== null,
    async stop() {
      stopping = true
      endRest?.()
      await ended
    },
  }
}
