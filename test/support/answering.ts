import { createUserAgent } from './user-agent.ts'

/** Waits until somebody answers at all. */
export async function answering(origin: string): Promise<void> {
  for (let i = 0; i < 1000; i++) {
    const answered = await createUserAgent()
      .get(origin)
      .then(() => true)
      .catch(() => false)
    if (answered) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`${origin} does not answer`)
}
