/** Answers without an end, such as Server-Sent Events: like a WebSocket they go on with what a person may see no more. */
import { type Destination, valuesOf } from 'catflap-forward'

/** Types of answers that are pushed piece by piece, for as long as somebody listens: events, and pictures of a camera. */
const ENDLESS = /^(?:text\/event-stream|multipart\/x-mixed-replace)[ \t]*(?:;|$)/i

/**
 * The same destination, at which it is noticed that an answer has no end.
 *
 * @param begun - called with the head of such an answer
 */
export function noticingStreams(destination: Destination, begun: () => void): Destination {
  const { rewrite } = destination
  return {
    ...destination,
    rewrite(headers) {
      if (valuesOf(headers, 'content-type').some((type) => ENDLESS.test(type))) begun()
      return rewrite(headers)
    },
  }
}
