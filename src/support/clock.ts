/** The current time; handed in so that nothing below a command reads the machine's clock by itself. */
export interface Clock {
  now(): Date
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => new Date() }
