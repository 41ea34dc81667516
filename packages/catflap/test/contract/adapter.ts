/** What every adapter must do, over a real socket. Nothing here knows the framework. */
import type { Framework } from '../../../../test/contract/table.ts'
import { describeAnswers } from './adapter-answers.ts'
import { describeApp } from './adapter-app.ts'
import { describeBodies } from './adapter-bodies.ts'
import { describeFaults } from './adapter-faults.ts'
import type { Serve } from './adapter-fixture.ts'
import { describeIngressUser } from './adapter-ingress-user.ts'
import { describePaths } from './adapter-paths.ts'
import { describeUpgrades } from './adapter-upgrades.ts'

/** @param serve - starts a server with the adapter under test in front of a given app */
export function describeAdapter(name: Framework, serve: Serve): void {
  describePaths(name, serve)
  describeBodies(name, serve)
  describeFaults(name, serve)
  describeApp(name, serve)
  describeAnswers(name, serve)
  describeUpgrades(name, serve)
  describeIngressUser(name, serve)
}
