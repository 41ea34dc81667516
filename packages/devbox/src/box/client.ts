/** An app as the provider knows it. */

/** A client as the provider has it registered. */
export interface Client {
  readonly id: string
  readonly secret: string
  readonly redirectUri: string
  /** What the approval page calls it. */
  readonly name: string
}
