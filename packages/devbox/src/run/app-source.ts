/** An app as it lies there, before anything is rendered. */
import type { FileRole, Files, Profile } from 'catflap-lazycat/manifest'

/** The texts of an app as they are before rendering. */
export interface AppSource {
  /** As it is packed. */
  readonly manifest: string
  /** As it was written, for a check. */
  readonly written: string
  readonly profile: Profile
  readonly packageYml: string | undefined
  readonly deployParams: string | undefined
  /** What a check of the manifest looks at beside it. */
  readonly beside: Files
  /** How messages name the files. */
  readonly names: Readonly<Record<FileRole, string>>
  /** Puts the content into a folder below `state` if it is not in one, and says where it is. */
  readonly openContent: (state: string) => string | undefined
}
