import { createUserAgent } from './user-agent.ts'
import { within } from './within.ts'

/** Waits until somebody answers at all; who takes a connection and stays silent is asked again. */
export async function answering(origin: string): Promise<void> {
  const end = Date.now() + 60_000
  while (Date.now() < end) {
    const asked = createUserAgent().get(origin)
    const answered = await within(asked, 10_000, () => `no answer of ${origin}`)
      .then(() => true)
      .catch(() => false)
    if (answered) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`${origin} does not answer`)
}
