/** English texts of the reasons why the store gives no answer. */
import type { StoreTexts } from './texts.ts'

export const store: StoreTexts = {
  AUTHENTICATION_REQUIRED: {
    what: 'The Redis server asks for a password, and CATFLAP_STORE has none.',
    fix: 'Write it into CATFLAP_STORE, percent-encoded: redis://:<password>@<host>.',
  },
  CANNOT_PERSIST: {
    what: 'The Redis server takes no writes since it cannot keep them: its disk is full or not writable, or too few of its replicas are there.',
    fix: 'Look into the log of the Redis server, and free its disk or bring its replicas back.',
  },
  CLOSED: {
    what: 'This process is ending and has closed its store.',
    fix: 'Try again in a moment. If it stays, the app goes on after close(): start the process again.',
  },
  CONTENTION: {
    what: 'Other requests kept writing the same entry.',
    fix: 'Try again in a moment.',
  },
  DAMAGED: {
    what: 'The session database is damaged.',
    fix: 'Start all processes of this app again: the damaged files are then set aside, and an empty database begins. Where that does not happen (not on Linux), remove data.mdb and lock.mdb from CATFLAP_DATA_DIR. Everybody signs in again.',
  },
  DISK_FAILED: {
    what: 'The disk did not take a write, or gave no data back: it is full, or it is failing.',
    fix: 'Free space on the disk of CATFLAP_DATA_DIR. If there is space, look into the kernel’s log for errors of the disk.',
  },
  DISK_FULL: {
    what: 'The disk of the session database is full, or a quota is used up.',
    fix: 'Free space on the disk of CATFLAP_DATA_DIR. Whoever is signed in stays so.',
  },
  DRIVER_MISSING: {
    what: 'The driver of the store cannot be loaded: the package lmdb with its binary for this system, or @redis/client, is missing.',
    fix: 'Run npm install on the system that runs the app, and take along the whole node_modules: a bundle or a copy made elsewhere lacks the binaries. For Redis add the package @redis/client.',
  },
  FOREIGN_PID_NAMESPACE: {
    what: 'Another container, or a process outside of this one, has the session database open. LMDB cannot tell their processes apart.',
    fix: 'Run the app in one container, let the containers share a PID namespace (pid: "service:…"), or use Redis (CATFLAP_STORE=redis://…).',
  },
  KEY_DAMAGED: {
    what: 'The file key beside the session database is damaged, so the lists of sessions and logins under way cannot be opened.',
    fix: 'Bring the file back from a copy, or stop all processes and remove the whole CATFLAP_DATA_DIR: everybody signs in again.',
  },
  LOCKS_LOST: {
    what: 'The locks of the session database are not what this process left there: a network file system holds it, or another container uses it.',
    fix: 'Keep CATFLAP_DATA_DIR on a disk of this machine and in one container, or use Redis (CATFLAP_STORE).',
  },
  NO_ANSWER: {
    what: 'The Redis server does not answer in time.',
    fix: 'See whether the server hangs or is overloaded, and whether a firewall drops its answers. With rediss://, see whether the port speaks TLS at all.',
  },
  NOT_PERMITTED: {
    what: 'The app may not use the store: the rights of CATFLAP_DATA_DIR, the access list of the Redis user, or the flags that Deno was started with forbid it.',
    fix: 'Let the user of this process read and write CATFLAP_DATA_DIR and all that is in it. On Redis: ACL SETUSER <user> ~catflap:* +get +set +del +eval +evalsha (and +select where CATFLAP_STORE names a database). On Deno: --allow-net --allow-env --allow-sys --allow-read --allow-write --allow-ffi; the log names the one that is missing.',
  },
  OUT_OF_MEMORY: {
    what: 'The Redis server has used up its memory (maxmemory).',
    fix: 'Raise maxmemory of the Redis server, and keep maxmemory-policy noeviction. Whoever is signed in stays so.',
  },
  READ_ONLY: {
    what: 'The store takes no writes: the Redis server is a read-only replica, or the disk is mounted read-only.',
    fix: 'Name the primary in CATFLAP_STORE, or mount the volume of CATFLAP_DATA_DIR writable.',
  },
  STARTING: {
    what: 'The Redis server is starting and still reads its data.',
    fix: 'Try again in a moment.',
  },
  STORE_FULL: {
    what: 'The sessions take as much as they may (maxSize).',
    fix: 'Raise maxSize of createLmdbStore. Whoever is signed in stays so, and ended sessions make room.',
  },
  TLS_REFUSED: {
    what: 'No TLS connection to the Redis server: its certificate is not trusted here, or is for another name.',
    fix: 'Name the host in CATFLAP_STORE as the certificate does. For an authority of your own, start Node with NODE_EXTRA_CA_CERTS=<file>.',
  },
  TOO_MANY_READERS: {
    what: 'More processes and threads than the session database has room for read it at once.',
    fix: 'Start fewer processes on one CATFLAP_DATA_DIR, and start all of them again, or use Redis (CATFLAP_STORE).',
  },
  UNKNOWN: {
    what: 'The store failed in a way that has no name here.',
    fix: 'Look into the log of the app for the error behind it, or run catflap doctor.',
  },
  UNREACHABLE: {
    what: 'There is no connection to the Redis server: it does not run, has another name or port, or closes the connection since it takes TLS only.',
    fix: 'Start it, and check host and port in CATFLAP_STORE; a port with TLS needs rediss://. Within a container, localhost is the container itself.',
  },
  UNREADABLE_ENTRY: {
    what: 'Something in the store is none of its entries, or was changed.',
    fix: 'Give this app a database or a directory of its own. Signing in again makes a new entry.',
  },
  UNSAFE_DIRECTORY: {
    what: 'Every user of the machine may write to the directory of the session database.',
    fix: 'Name a directory of its own in CATFLAP_DATA_DIR, or take the right away: chmod o-w <directory>.',
  },
  UNUSABLE_DIRECTORY: {
    what: 'What CATFLAP_DATA_DIR names cannot be a directory, or something else lies in the place of the session database.',
    fix: 'Name a directory of its own in CATFLAP_DATA_DIR.',
  },
  WRITE_BLOCKED: {
    what: 'Another process has stopped in the middle of a write to the session database.',
    fix: 'Look for a process of this app that is stopped or hangs, and end it.',
  },
  WRONG_DATABASE: {
    what: 'The Redis server has no database of the number at the end of CATFLAP_STORE.',
    fix: 'Leave the number out, or name one that the server has; a Redis Cluster has only 0.',
  },
  WRONG_OWNER: {
    what: 'The directory of the session database, or a file in it, belongs to another user.',
    fix: 'Give it to the user of this process (chown), or name a directory of its own in CATFLAP_DATA_DIR.',
  },
  WRONG_PASSWORD: {
    what: 'The Redis server refuses the user name or the password of CATFLAP_STORE.',
    fix: 'Correct them; special characters are percent-encoded. A user name stands before the colon: redis://<user>:<password>@<host>.',
  },
}
