/** Asks how one variable is shown. */
import { maskEnvironment } from '../src/env/mask.ts'

/** How a variable is shown beside others. */
export const shownOf = (
  name: string,
  value: string,
  others: Readonly<Record<string, string>> = {},
): string =>
  maskEnvironment({ ...others, [name]: value }).find((one) => one.name === name)?.shown ?? ''
