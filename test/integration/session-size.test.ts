/** A session takes one page of the embedded store, with its tokens and the steps of its login. */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMemoryStore, type SessionStore } from 'catflap'
import { createLmdbStore } from 'catflap/lmdb'
import { expect, it } from 'vitest'
import { startBoxAndApp } from '../support/app.ts'
import { createUserAgent } from '../support/user-agent.ts'

/** Bytes of a page, and what a file of few sessions takes besides. */
const PAGE = 4096
const COUNT = 2000
const NOW = 1_800_000_000

it('a session from the box takes one page, and little besides', async () => {
  const memory = createMemoryStore()
  const lasting: Uint8Array[] = []
  const store: SessionStore = {
    ...memory,
    write(key, value, condition, now) {
      // The list of a person's sessions is a person's, not a session's.
      if (!/^(store-key|spent:|remembered:|sub:)/.test(key)) lasting.push(value)
      return memory.write(key, value, condition, now)
    },
  }
  const setup = await startBoxAndApp({}, () => ({ session: { store } }))
  await createUserAgent().browse(`${setup.app.origin}/`)
  await setup.close()

  const directory = mkdtempSync(join(tmpdir(), 'catflap-size-'))
  const lmdb = await createLmdbStore({ directory })
  for (let i = 0; i < COUNT; i += 200) {
    const sessions = Array.from({ length: 200 }, (_, j) => `session-${(i + j) * 7919}`)
    const condition = { revision: 0, expiresAt: NOW + 60 }
    const writes = sessions.flatMap((key) =>
      lasting.map(async (value, part) => lmdb.write(`${key}-${part}`, value, condition, NOW)),
    )
    expect(await Promise.all(writes)).not.toContain(false)
  }
  await lmdb.close()
  const { size } = statSync(join(directory, 'data.mdb'))
  rmSync(directory, { recursive: true })
  expect(size / COUNT).toBeLessThan(PAGE * 1.15)
})
