/** The life of a session in Chromium; test/opt-in/browsers.ts has the other engines. */
import { describeLife } from '../engines/life.ts'
import { startChromium } from '../support/engines/chromium.ts'

describeLife(startChromium)
