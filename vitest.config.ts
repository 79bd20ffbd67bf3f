import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes longest, the longest first: begun last, each would have a processor to itself while the other waits. */
const long = [
  'fixtures/demo/demo.test.ts',
  'portal/browser.test.ts',
  'gateway/main.test.ts',
  'checks/onboarding.test.ts',
]

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = long.findIndex(path => moduleId.endsWith(`/${path}`))
      return at < 0 ? long.length : at
    }
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other))
  }
}

/** What takes more than the tests install, and longer than they may: `npm run test:bouncy-castle` asks for it. */
const apart = process.env.AS2_BOUNCY_CASTLE === 'true' ? [] : ['**/bouncy-castle.test.ts']

export default defineConfig({
  test: {
    include: ['**/*.test.{ts,tsx}'],
    exclude: ['node_modules/**', 'data/**', ...apart],
    globalSetup: ['checks/support/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A page that is still on its way is waited for: within a second, as it would be, a busy machine is not always done.
    expect: { poll: { timeout: 20_000 } },
    // Two processors: while one worker waits for PostgreSQL, a browser or a program, the third works.
    maxWorkers: 3,
    // Files share what has been loaded: no test changes a module, and loading the hub anew for each takes longer than most of them.
    isolate: false,
    sequence: { sequencer: LongFirst },
  },
})
