import type { Session } from 'catflap'

declare global {
  namespace App {
    interface Locals {
      session: Session | undefined
    }
  }
}
