/** Certificates for the listener: one for the name the box has, again before it runs out. */
import type { Server } from 'node:https'
import {
  type Authority,
  issueCertificate,
  openAuthority,
  type ServerCertificate,
} from './authority.ts'
import { writeBundle } from './bundle.ts'

/** What a listener that speaks TLS is given. */
export interface Certificates {
  readonly authority: Authority
  /** Path of a file with the system's roots and the authority. */
  readonly bundle: string
  /** The certificate to begin with. */
  readonly first: ServerCertificate
  /** Gives the listener a certificate for a box of this name, without port. */
  present(server: Server, domain: string): Promise<void>
  /** Renews in time, for the name that the box has then, until {@link stop}. */
  keepFresh(server: Server, domain: () => string): void
  stop(): void
}

/** A third of a certificate's lifetime, milliseconds. */
const RENEWAL = 10 * 86_400_000

/**
 * Opens the authority of a folder and makes the first certificate.
 *
 * @param domain - Name of the box, without port.
 * @param now - Seconds since the epoch.
 * @throws Error with the code `AUTHORITY_UNUSABLE`.
 */
export async function createCertificates(
  folder: string,
  domain: string,
  now: () => number,
): Promise<Certificates> {
  const authority = await openAuthority(folder, now())
  let timer: NodeJS.Timeout | undefined
  const issue = (name: string) => issueCertificate(authority, name, now())
  async function present(server: Server, name: string): Promise<void> {
    server.setSecureContext(await issue(name))
  }
  return {
    authority,
    bundle: writeBundle(authority, process.env),
    first: await issue(domain),
    present,
    keepFresh(server, name) {
      // The old certificate serves until a later try succeeds.
      const renew = () => void present(server, name()).catch(() => undefined)
      timer = setInterval(renew, RENEWAL).unref()
    },
    stop: () => clearInterval(timer),
  }
}
