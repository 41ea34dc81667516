declare namespace App {
  interface Locals {
    session: import('catflap').Session | undefined
  }
}
