/** Loaded before a worker: its machine's clock is wrong by `HUBFLOW_TEST_SKEW_MS`. */
const skewMs = Number(process.env.HUBFLOW_TEST_SKEW_MS ?? 0)
const RightDate = Date

globalThis.Date = new Proxy(RightDate, {
  construct: (target, given: unknown[]) =>
    given.length === 0 ? new target(target.now() + skewMs) : Reflect.construct(target, given),
  apply: (target) => new target(target.now() + skewMs).toString(),
  get: (target, name) => (name === 'now' ? () => target.now() + skewMs : Reflect.get(target, name)),
})
