/** Whose forms sign a person out, in Chromium; test/opt-in/browsers.ts has the other engines. */
import { describeForms } from '../engines/forms.ts'
import { startChromium } from '../support/engines/chromium.ts'

describeForms(startChromium)
