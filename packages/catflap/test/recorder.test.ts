/** How the steps of a login are noted, and what is told of secrets. */
import { describe, expect, it } from 'vitest'
import { createRecorder, kept, shapeOf, spent, withoutSecrets } from '../src/trace.ts'

describe('a recorder', () => {
  it('notes the innermost of two steps that fail together', async () => {
    const recorder = createRecorder()
    const failing = recorder.step('id-token', () =>
      recorder.step('jwks-request', () => Promise.reject(new Error('x'))),
    )
    await expect(failing).rejects.toThrow('x')
    expect(recorder.steps).toMatchObject([{ name: 'jwks-request', failed: 'INTERNAL' }])
  })

  it.each([
    ['abc', '3 characters, base64url'],
    ['a b', '3 characters'],
    ['aa.bb.cc', '8 characters, JWT'],
  ])('tells %j by its shape', (value, shape) => {
    expect(shapeOf(value)).toBe(shape)
    expect(kept('x', value)).toEqual({ name: 'x', shape })
    const step = { name: 'session', address: undefined, status: undefined, duration: 0 } as const
    const trace = {
      steps: [{ ...step, sent: [spent('x', value)], received: [], failed: undefined }],
    }
    const [bare] = withoutSecrets({ ...trace, checks: [] }).steps
    expect(bare?.sent).toEqual([{ name: 'x', shape }])
  })
})
