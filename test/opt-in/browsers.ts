/**
 * Firefox and WebKitGTK: what test/browser plays in Chromium. Runs with CATFLAP_BROWSERS=1, since the
 * two and the screen that WebKitGTK needs are several hundred MB.
 */
import { describe } from 'vitest'
import { describeForms } from '../engines/forms.ts'
import { describeLife } from '../engines/life.ts'
import { describeLooks } from '../engines/looks.ts'
import { startFirefox } from '../support/engines/firefox.ts'
import { startWebKit } from '../support/engines/webkit.ts'

describe.each([
  ['Firefox', startFirefox],
  ['WebKitGTK', startWebKit],
] as const)('%s', (_, start) => {
  describeForms(start)
  describeLife(start)
  describeLooks(start)
})
