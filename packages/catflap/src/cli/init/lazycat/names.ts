/** From the name of a project to the names that a box knows it by. */
import { PACKAGE_PATTERN } from 'catflap-lazycat/facts'

const PACKAGE_FORM = new RegExp(PACKAGE_PATTERN.value)

/** A label of a domain has 63 characters at most, and the last word of an id becomes one. */
const LABEL_LENGTH = 63

/** What a project without a scope is filed under; a box asks for two words at least. */
const DEFAULT_SCOPE = 'app'

/**
 * The package id for the name of an npm package or of a folder; `undefined` when the name has no
 * letters to make one of. A scope comes first: `@acme/My_Cats` is `acme.my-cats`.
 */
export function derivePackageId(name: string): string | undefined {
  const [, scope = DEFAULT_SCOPE, own = ''] = /^(?:@([^/]+)\/)?(.*)$/s.exec(name) ?? []
  const id = `${slug(scope)}.${slug(own)}`
  return isPackageId(id) ? id : undefined
}

/** Whether a box takes this id: at least two words, each beginning with a letter. */
export function isPackageId(id: string): boolean {
  return PACKAGE_FORM.test(id) && id.includes('.') && subdomainOf(id).length <= LABEL_LENGTH
}

/** The first label of the app's domain: the last word of its id. */
export function subdomainOf(id: string): string {
  return id.slice(id.lastIndexOf('.') + 1)
}

function slug(text: string): string {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return plain.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '')
}
